import { canonicalJson } from "@rollcall/store";

/** A document that is not what the archive gives. */
export interface Difference {
  readonly kind: "stay" | "room" | "livekit";
  readonly id: string;
  /** The fields that differ, as canonical JSON; null where there is no such document. */
  readonly fields: readonly FieldDifference[];
}

export interface FieldDifference {
  readonly field: string;
  readonly stored: string | null;
  readonly rebuilt: string | null;
}

/** Compares byte for byte; null when nothing differs. A missing document is null. */
export function differenceOf(
  kind: Difference["kind"],
  id: string,
  stored: object | null,
  rebuilt: object | null,
): Difference | null {
  if (canonicalJson(stored) === canonicalJson(rebuilt)) return null;
  const ours = fieldsOf(stored);
  const theirs = fieldsOf(rebuilt);
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  const fields = names
    .map((field) => ({ field, stored: ours.get(field) ?? null, rebuilt: theirs.get(field) ?? null }))
    .filter((field) => field.stored !== field.rebuilt);
  return { kind, id, fields };
}

const fieldsOf = (document: object | null): ReadonlyMap<string, string> =>
  new Map(Object.entries(document ?? {}).map(([field, value]) => [field, canonicalJson(value)]));
