import type { Installation } from "./installation/open-installation.ts";
import type { Traffic } from "./traffic/start-traffic.ts";

/** Ends a fault; resolves with what happened, in figures. */
export type Heal = () => Promise<string>;

/** Something that breaks while people come and go. */
export interface Fault {
  /** As in "npm run faults -- --only <name>". */
  readonly name: string;
  /** What is done, and why it matters, for the document. */
  readonly why: string;
  /** How long it lasts once it is there, before it is healed, ms. */
  readonly lastsMs: number;
  /** Messages that may wait for a later try when all is settled. */
  readonly heldBack?: number;
  /** Webhooks that may be gone because the fault destroys their only copy before attendance could take them. */
  readonly mayLose?: number;
  /** nats-server keeps its streams on a disk of this size. */
  readonly natsDiskMebibytes?: number;
  /** Throws when the fault cannot be brought about, or the product does at once what it may not. */
  inject(installation: Installation, traffic: Traffic): Promise<Heal>;
}
