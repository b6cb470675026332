import { identityOf, type Stay } from "./stay.ts";
import type { Absence, Undecided } from "./evidence.ts";
import type { Instant } from "./instant.ts";
import type { EarlierLook, Listed, Listing, Look } from "./look.ts";
import { timing } from "./timing.ts";

/** An open stay as far as judging needs it. */
export interface OpenStay {
  readonly sid: string;
  readonly identity: string;
  readonly joinedAt: Instant | null;
  readonly wasActive: boolean;
}

/** A stay known by its tracks alone began before it was seen: enough to tell older sessions from newer ones. */
export const openStayOf = (stay: Stay): OpenStay => ({
  sid: stay.sid,
  identity: identityOf(stay),
  joinedAt: stay.joinedAt?.at ?? stay.seenUntil?.at ?? null,
  wasActive: stay.activeBy !== null,
});

export interface Judgement {
  readonly trouble: string | null;
  readonly present: readonly Listed[];
  readonly joining: readonly Listed[];
  readonly absent: readonly Absence[];
  readonly undecided: readonly Undecided[];
  /** What a follow-up must know; null when nobody is suspected of having gone. */
  readonly remember: EarlierLook | null;
}

/**
 * Decides who is in the room. Present only when listed and believed; absent only when silent in two looks with
 * controls, or replaced; undecided otherwise. A failure decides nothing.
 */
export function judge(
  openStays: readonly OpenStay[],
  look: Look,
  earlier: readonly EarlierLook[],
): Judgement {
  const failed = failureOf(look);
  if (failed !== null) return undecidedAll(openStays, failed);
  const listed = listedIn(look);
  const present = listed.filter((entry) => entry.state === "ACTIVE" && isBelieved(entry, look));
  const joining = listed.filter(
    (entry) => (entry.state === "JOINING" || entry.state === "JOINED") && !isGhostly(entry, look),
  );
  const strangers = unbelieved(listed, look, openStays);
  const rest = openStays.filter((stay) => ![...present, ...joining].some(({ sid }) => sid === stay.sid));
  const opinions = rest.map((stay) => opinionOn(stay, { look, listed, openStays, earlier }));
  return {
    present,
    joining,
    absent: opinions.flatMap((opinion) => (opinion.is === "absent" ? [opinion.absence] : [])),
    undecided: [
      ...opinions.flatMap((opinion) => (opinion.is === "absent" ? [] : [opinion.undecided])),
      ...strangers.map(({ sid }) => ({ sid, why: "listed_but_unproven", heard: false })),
    ],
    trouble: troubleOf([
      ...opinions.flatMap((opinion) => (spoils(opinion) ? [opinion.undecided.why] : [])),
      ...strangers.flatMap((stranger) => doubtAbout(stranger, look) ?? []),
      ...(look.listing.is === "no_node" && !look.control ? ["no_control"] : []),
    ]),
    remember: rememberedOf(look, opinions),
  };
}

const failureOf = (look: Look): string | null =>
  look.listing.is === "failed"
    ? look.listing.why
    : look.listingAfter?.is === "failed"
      ? look.listingAfter.why
      : null;

const undecidedAll = (openStays: readonly OpenStay[], why: string): Judgement => ({
  trouble: why,
  present: [],
  joining: [],
  absent: [],
  undecided: openStays.map(({ sid }) => ({ sid, why, heard: false })),
  remember: null,
});

const entriesOf = (listing: Listing | null): readonly Listed[] =>
  listing?.is === "listed" ? listing.participants : [];

/** Everybody listed at any time of the look; of one SID the later entry. */
function listedIn(look: Look): readonly Listed[] {
  const bySid = new Map<string, Listed>();
  for (const entry of [...entriesOf(look.listing), ...entriesOf(look.listingAfter)])
    bySid.set(entry.sid, entry);
  return [...bySid.values()];
}

/** A media node's own list is believed; the store's only around a probe that a media node answered. */
function isBelieved(entry: Listed, look: Look): boolean {
  if (look.mode === "psrpc") return true;
  const inBoth = [look.listing, look.listingAfter].every((listing) =>
    entriesOf(listing).some(({ sid, state }) => sid === entry.sid && state === "ACTIVE"),
  );
  return inBoth && look.probes.get(entry.identity) === "answered";
}

/** The store lists for ever whoever was on a node that died, in whatever state. */
const isGhostly = ({ identity }: Listed, { mode, probes, control }: Look): boolean =>
  mode === "store" && control && probes.get(identity) === "silent";

type Opinion =
  | { readonly is: "absent"; readonly absence: Absence }
  | { readonly is: UndecidedKind; readonly undecided: Undecided };

/** "young" is no fault: the look began before the session did. "contradiction" and "unclear" spoil the look. */
type UndecidedKind = "silent" | "ghost" | "young" | "contradiction" | "unclear";

interface Findings {
  readonly look: Look;
  readonly listed: readonly Listed[];
  readonly openStays: readonly OpenStay[];
  readonly earlier: readonly EarlierLook[];
}

function opinionOn(stay: OpenStay, findings: Findings): Opinion {
  const { look, listed } = findings;
  if (isReplaced(stay, listed)) return absentNow(stay, "replaced", look.askedAt);
  const isListed = listed.some(({ sid }) => sid === stay.sid);
  const probe = look.probes.get(stay.identity) ?? "failed";
  const isAnswered = probe === "answered" && !isAnsweredByNewer(stay, findings);
  if (isAnswered) return undecided(stay, isListed ? "unclear" : "contradiction", "contradiction", true);
  if (probe === "failed") return undecided(stay, "unclear", "probe_failed", isListed);
  if (!look.control) return undecided(stay, "unclear", "no_control", isListed);
  if (look.askedAt <= (stay.joinedAt ?? -Infinity)) return undecided(stay, "young", "just_joined", true);
  return isListed ? ghostOpinion(stay, findings) : silentOpinion(stay, findings);
}

/** LiveKit removes the older session of an identity before it lets the newer in. */
const isReplaced = (stay: OpenStay, listed: readonly Listed[]): boolean =>
  stay.joinedAt !== null &&
  listed.some(
    (entry) =>
      entry.identity === stay.identity &&
      entry.sid !== stay.sid &&
      (entry.joinedAt ?? -Infinity) > (stay.joinedAt ?? Infinity),
  );

/** A probe names no SID: where a newer session of the identity is open, the answer is that one's. */
const isAnsweredByNewer = (stay: OpenStay, { openStays }: Findings): boolean =>
  openStays.some(
    (other) =>
      other.identity === stay.identity &&
      other.wasActive &&
      (other.joinedAt ?? -Infinity) > (stay.joinedAt ?? Infinity),
  );

function silentOpinion(stay: OpenStay, { look, earlier }: Findings): Opinion {
  const suspected = earlier.filter(({ silent, ghosts }) => [...silent, ...ghosts].includes(stay.sid));
  const first = suspected.find((other) => isLaterBy(timing.absenceMs, stay, other, look));
  if (first === undefined) return undecided(stay, "silent", "silent_once", false);
  const wasListed = suspected.some(({ ghosts }) => ghosts.includes(stay.sid));
  return wasListed ? ghostOpinion(stay, { look, earlier }) : absentNow(stay, "silent", first.askedAt);
}

/** The store lists it, but no media node knows it: believed only after a longer silence. */
function ghostOpinion(stay: OpenStay, { look, earlier }: Pick<Findings, "look" | "earlier">): Opinion {
  const suspected = earlier.filter(({ silent, ghosts }) => [...silent, ...ghosts].includes(stay.sid));
  const first = suspected.find((other) => isLaterBy(timing.ghostAbsenceMs, stay, other, look));
  return first === undefined || suspected.length < 2
    ? undecided(stay, "ghost", "listed_but_silent", false)
    : absentNow(stay, "ghost", first.askedAt);
}

const isLaterBy = (ms: number, stay: OpenStay, earlier: EarlierLook, look: Look): boolean =>
  look.askedAt - earlier.askedAt >= ms && earlier.askedAt > (stay.joinedAt ?? -Infinity);

const absentNow = (stay: OpenStay, why: Absence["why"], firstLookAt: Instant): Opinion => ({
  is: "absent",
  absence: { sid: stay.sid, why, firstLookAt },
});

const undecided = (stay: OpenStay, is: UndecidedKind, why: string, heard: boolean): Opinion => ({
  is,
  undecided: { sid: stay.sid, why, heard },
});

/** Listed ACTIVE by the store, unknown to us and not believed: no stay is made of it, but it is on record. */
const unbelieved = (
  listed: readonly Listed[],
  look: Look,
  openStays: readonly OpenStay[],
): readonly Listed[] =>
  listed
    .filter((entry) => entry.state === "ACTIVE" && !isBelieved(entry, look))
    .filter(({ sid }) => !openStays.some((stay) => stay.sid === sid));

/** Whether a stranger may be there after all, and why we cannot tell; null for a ghost. */
function doubtAbout({ identity }: Listed, look: Look): string | null {
  const probe = look.probes.get(identity) ?? "failed";
  if (probe === "answered") return "contradiction";
  if (probe === "failed") return "probe_failed";
  return look.control ? null : "no_control";
}

const spoils = (opinion: Opinion): opinion is Exclude<Opinion, { readonly is: "absent" }> =>
  opinion.is === "contradiction" || opinion.is === "unclear";

const troubleOf = (whys: readonly string[]): string | null =>
  whys.includes("contradiction") ? "contradiction" : (whys[0] ?? null);

function rememberedOf(look: Look, opinions: readonly Opinion[]): EarlierLook | null {
  const sids = (is: "silent" | "ghost") =>
    opinions.flatMap((opinion) => (opinion.is === is ? [opinion.undecided.sid] : []));
  const silent = sids("silent");
  const ghosts = sids("ghost");
  return silent.length + ghosts.length === 0 ? null : { askedAt: look.askedAt, silent, ghosts };
}
