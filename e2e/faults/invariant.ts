import type { Fault } from "./fault.ts";
import type { Installation } from "./installation/open-installation.ts";
import type { Resources } from "./run/resources.ts";
import type { Settled } from "./run/settle.ts";
import type { Watch } from "./run/watch.ts";
import type { Traffic } from "./traffic/start-traffic.ts";

/** All that is known when a fault is healed and all is quiet. */
export interface Run {
  readonly fault: Fault;
  readonly installation: Installation;
  readonly traffic: Traffic;
  readonly watch: Watch;
  readonly settled: Settled;
  readonly before: Resources | null;
}

export interface Finding {
  readonly holds: boolean;
  /** Short enough for a cell. */
  readonly figure: string;
  /** What was found, when it does not hold. */
  readonly wrong: readonly string[];
}

/** Something that holds whatever breaks. */
export interface Invariant {
  /** The head of its column. */
  readonly name: string;
  /** What exactly must hold, and how to read the figure. */
  readonly what: string;
  check(run: Run): Promise<Finding>;
}
