import { z } from "zod";

/** LiveKit's 64-bit numbers, as text in its JSON. Null when absent or zero, which both mean "not said". */
export const int64 = z
  .union([z.string().regex(/^\d{1,16}$/), z.number().int().nonnegative()])
  .optional()
  .transform((value) => (value === undefined || Number(value) === 0 ? null : Number(value)));

/** When a session began, in milliseconds; LiveKit says it twice, and older versions in whole seconds alone. */
export const joinedAtOf = (ms: number | null, seconds: number | null): number | null =>
  ms ?? (seconds === null ? null : seconds * 1_000);
