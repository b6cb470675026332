import type { EvidenceRecord } from "./evidence-record.ts";
import { webhookHeaders } from "./subjects.ts";

/** Somebody as evidence names them. */
export interface Named {
  readonly identity: string;
  /** Null where it names nobody's session, as what LiveKit says of recordings and streams. */
  readonly sid: string | null;
}

/** What an identity is to be replaced with; null when it stays. */
export type PseudonymOf = (named: Named) => string | null;

/**
 * A piece of evidence with somebody's identity replaced, wherever it stands as one, and with what else such a place
 * says of a person taken out: name, metadata, attributes, names of tracks. Null when nobody is to be replaced in it.
 * All that the fold needs stays, so what follows for everybody else is the same. The hash of the body that LiveKit
 * signed goes: against it, every identity could be tried.
 */
export function withoutPerson(record: EvidenceRecord, pseudonymOf: PseudonymOf): EvidenceRecord | null {
  const said = parseJson(record.body);
  const kept = rewrite(said, pseudonymOf);
  if (kept === said) return null;
  const { [webhookHeaders.bodySha256]: _, ...headers } = record.headers;
  return {
    ...record,
    headers: { ...headers, [webhookHeaders.rewritten]: "erasure" },
    body: JSON.stringify(kept),
  };
}

/** Everybody whom a piece of evidence names. */
export function namedIn(record: Pick<EvidenceRecord, "body">): readonly Named[] {
  const named: Named[] = [];
  rewrite(parseJson(record.body), (one) => {
    named.push(one);
    return null;
  });
  return named;
}

const identityKeys = ["identity", "participantIdentity"] as const;

/** What else a place that names somebody says of them. */
const personal: Readonly<Record<string, unknown>> = {
  ...{ name: "", participantName: "" },
  ...{ metadata: "", participantMetadata: "" },
  ...{ attributes: {}, participantAttributes: {} },
};

/** The same value when nothing in it changes. */
function rewrite(value: unknown, pseudonymOf: PseudonymOf): unknown {
  if (Array.isArray(value)) return rewriteEach(value, pseudonymOf);
  if (!isObject(value)) return value;
  const inside = rewriteInside(value, pseudonymOf);
  const key = identityKeys.find((one) => typeof inside[one] === "string");
  if (key === undefined) return inside;
  const sid = typeof inside["sid"] === "string" ? inside["sid"] : null;
  const pseudonym = pseudonymOf({ identity: String(inside[key]), sid });
  return pseudonym === null ? inside : withoutPersonal(inside, key, pseudonym);
}

function rewriteEach(list: readonly unknown[], pseudonymOf: PseudonymOf): readonly unknown[] {
  const kept = list.map((entry: unknown) => rewrite(entry, pseudonymOf));
  return kept.every((entry, index) => entry === list[index]) ? list : kept;
}

function rewriteInside(value: JsonObject, pseudonymOf: PseudonymOf): JsonObject {
  const kept = mapValues(value, (_, inner) => rewrite(inner, pseudonymOf));
  if (Object.keys(value).every((key) => kept[key] === value[key])) return value;
  // Whose track it is stands beside it.
  return kept["participant"] === value["participant"] ? kept : mapValues(kept, withoutTrackName);
}

const withoutPersonal = (place: JsonObject, identityKey: string, pseudonym: string): JsonObject =>
  mapValues(place, (key, value) => {
    if (key === identityKey) return pseudonym;
    if (key === "tracks" && Array.isArray(value)) return value.map(withoutName);
    return Object.hasOwn(personal, key) ? personal[key] : value;
  });

const withoutTrackName = (key: string, value: unknown): unknown =>
  key === "track" ? withoutName(value) : value;

const withoutName = (track: unknown): unknown =>
  isObject(track) ? mapValues(track, (key, value) => (key === "name" ? "" : value)) : track;

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

/** Any key may come from outside: `fromEntries` gives even `__proto__` no meaning. */
const mapValues = (object: JsonObject, map: (key: string, value: unknown) => unknown): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(key, value)]));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
