import { compareText } from "@rollcall/domain";

/** JSON with the keys of every object in order, so that equal values give equal bytes. Plain data only. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, nested: unknown) => (isRecord(nested) ? sortKeys(nested) : nested));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sortKeys = (record: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => compareText(a, b)));
