import type { Listed, Listing, OpenStay, ProbeResult } from "@rollcall/domain";

export const listedIn = (listing: Listing): readonly Listed[] =>
  listing.is === "listed" ? listing.participants : [];

/** Identities listed ACTIVE, each once. */
export const activeIn = (listing: Listing): readonly string[] => [
  ...new Set(
    listedIn(listing)
      .filter(({ state }) => state === "ACTIVE")
      .map(({ identity }) => identity),
  ),
];

/** Identities of the stays that are open with us but not listed ACTIVE, each once. */
export function suspectsOf(openStays: readonly OpenStay[], listing: Listing): readonly string[] {
  const active = new Set(
    listedIn(listing)
      .filter(({ state }) => state === "ACTIVE")
      .map(({ sid }) => sid),
  );
  const suspected = openStays.filter(({ sid, identity }) => !active.has(sid) && identity !== "");
  return [...new Set(suspected.map(({ identity }) => identity))];
}

/**
 * Whether a media node answers for somebody whom the list does not name: two nodes may each hold their half of the
 * room. An answer that belongs to a newer session of the identity is none for the older.
 */
export const isAnybodyMissing = (
  openStays: readonly OpenStay[],
  listing: Listing,
  probes: ReadonlyMap<string, ProbeResult>,
): boolean =>
  openStays.some(
    (stay) =>
      probes.get(stay.identity) === "answered" &&
      !listedIn(listing).some(({ sid }) => sid === stay.sid) &&
      !hasNewer(stay, listedIn(listing)) &&
      !hasNewer(
        stay,
        openStays.filter(({ wasActive }) => wasActive),
      ),
  );

const hasNewer = (stay: OpenStay, others: readonly (Listed | OpenStay)[]): boolean =>
  others.some(
    ({ sid, identity, joinedAt }) =>
      sid !== stay.sid && identity === stay.identity && (joinedAt ?? -Infinity) > (stay.joinedAt ?? Infinity),
  );

/** Everybody whom either reading names; of one session the later reading's entry. What failed adds nothing. */
export function uniteListings(earlier: Listing, later: Listing): Listing {
  if (later.is !== "listed") return earlier;
  if (earlier.is !== "listed") return later;
  const bySid = new Map([...earlier.participants, ...later.participants].map((entry) => [entry.sid, entry]));
  return { is: "listed", participants: [...bySid.values()] };
}
