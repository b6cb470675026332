/** `unknown`: it could not be looked at. */
export type Level = "ok" | "warning" | "problem" | "unknown";

/** One thing that a check found. Codes are stable. */
export interface Finding {
  readonly code: string;
  readonly level: Level;
  /** What was found. */
  readonly found: string;
  /** What it does to the record; null when nothing is wrong. */
  readonly effect: string | null;
  /** Which line to change; null when nothing is to be done. */
  readonly change: string | null;
  /** Figures for machines; times in milliseconds, with the unit in the name. */
  readonly measured: Measured;
}

export type Measured = Readonly<Record<string, number | string | boolean>>;

export interface Advice {
  readonly found: string;
  readonly effect: string;
  readonly change: string;
  readonly measured?: Measured;
}

export const ok = (code: string, found: string, measured: Measured = {}): Finding => ({
  ...{ code, level: "ok", found },
  ...{ effect: null, change: null, measured },
});

export const warning = (code: string, advice: Advice): Finding => advise("warning", code, advice);
export const problem = (code: string, advice: Advice): Finding => advise("problem", code, advice);

/** Something that cannot be seen from here, though it matters. */
export const unseen = (code: string, advice: Advice): Finding => advise("unknown", code, advice);

const advise = (level: Level, code: string, { measured = {}, ...rest }: Advice): Finding => ({
  ...{ code, level, measured },
  ...rest,
});
