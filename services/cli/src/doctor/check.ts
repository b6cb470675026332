import type { Finding } from "./finding.ts";
import type { Installation } from "./installation.ts";

/** One question to an installation. */
export interface Check {
  readonly name: string;
  /** How long it may take in all. */
  readonly limitMs: number;
  /** Throws `CannotCheck` when it lacks what it needs. */
  readonly run: (installation: Installation) => Promise<readonly Finding[]>;
}

/** Why a check cannot run, for people; another check names the trouble itself. */
export class CannotCheck extends Error {}
