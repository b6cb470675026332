import { CodedError } from "@rollcall/contracts";
import type { Instant, Listing, Look, OpenStay, ProbeResult } from "@rollcall/domain";
import type { LimitFunction } from "p-limit";
import type { FairPool } from "./fair-pool.ts";
import type { LiveKit } from "./livekit.ts";
import { failed, probeTogether, type ProbeTools } from "./probe-together.ts";
import { repeatCall } from "./repeat-call.ts";
import type { ListingMode } from "./listing-mode.ts";
import { activeIn, isAnybodyMissing, suspectsOf, uniteListings } from "./suspects.ts";

export interface LookTools extends ProbeTools {
  readonly livekit: Pick<LiveKit, "probe" | "listParticipants">;
  readonly listingMode: Pick<ListingMode, "current" | "doubt">;
  readonly listings: LimitFunction;
  /** Questions that a media node answers at once, as a rule. */
  readonly answers: FairPool;
  /** LiveKit's clock at an instant of ours, in milliseconds. */
  readonly earliest: (ours: number) => Instant;
  readonly latest: (ours: number) => Instant;
  readonly now: () => number;
}

export interface LookedAt {
  readonly room: string;
  /** Those open with us before the look begins. */
  readonly openStays: readonly OpenStay[];
  /** Whether LiveKit's list of rooms names it: of another room no node is likely to answer. */
  readonly isNamed: boolean;
}

export interface TakenLook {
  readonly look: Look;
  /** When the look began, in our own clock. */
  readonly startedAt: number;
  /** The latest instant at which the look can have ended, in LiveKit's clock. */
  readonly answeredAt: Instant;
}

/** Asks LiveKit who is in a room, whatever it takes to believe the answer. Facts only; `judge` decides. */
export async function takeLook(at: LookedAt, tools: LookTools): Promise<TakenLook> {
  const mode = await tools.listingMode.current();
  const { startedAt, listing } = await list(at, mode, tools);
  if (listing.is === "failed" && listing.why === "livekit_unreachable") tools.listingMode.doubt();
  const found =
    listing.is === "failed"
      ? { listing, listingAfter: null, probes: new Map(), control: false }
      : mode === "psrpc"
        ? await askAroundNodes(at, listing, tools)
        : await askAroundStore(at, listing, tools);
  // LiveKit's clock is known better after an answer than before it.
  const askedAt = tools.earliest(startedAt);
  return { look: { askedAt, mode, ...found }, startedAt, answeredAt: tools.latest(tools.now()) };
}

type Found = Pick<Look, "listing" | "listingAfter" | "probes" | "control">;

/** The list comes from one media node: those it does not name are asked for one by one. */
async function askAroundNodes(at: LookedAt, first: Listing, tools: LookTools): Promise<Found> {
  const suspects = suspectsOf(at.openStays, first);
  const live = activeIn(first).filter((identity) => !suspects.includes(identity));
  const { results: probes, control } = await probeTogether(at.room, suspects, live, tools);
  let listing = first;
  for (let reads = 1; reads < mostReads && isAnybodyMissing(at.openStays, listing, probes); reads += 1) {
    listing = uniteListings(listing, (await list(at, "psrpc", tools)).listing);
  }
  return { listing, listingAfter: null, probes, control };
}

/** Two nodes that each hold a half of the room answer in turn. */
const mostReads = 3;

/** The list is hearsay: everybody it names is asked for, and it is read again afterwards. */
async function askAroundStore(at: LookedAt, listing: Listing, tools: LookTools): Promise<Found> {
  const heard = await probeListed(at.room, activeIn(listing), tools);
  const isUnclear = (identity: string) => (heard.get(identity) ?? "silent") === "silent";
  const ghosts = at.openStays.map(({ identity }) => identity).filter((identity) => heard.has(identity));
  const suspects = [...new Set([...suspectsOf(at.openStays, listing), ...ghosts])].filter(isUnclear);
  const live = [...heard.keys()].filter((identity) => heard.get(identity) === "answered");
  const { results, control } = await probeTogether(at.room, suspects, live, tools);
  const listingAfter = (await list(at, "store", tools)).listing;
  return { listing, listingAfter, probes: new Map([...heard, ...results]), control };
}

async function probeListed(
  room: string,
  identities: readonly string[],
  { livekit, answers, wait }: LookTools,
): Promise<ReadonlyMap<string, ProbeResult>> {
  const asked = identities.map(async (identity) => {
    const probe = () => repeatCall(() => livekit.probe(room, identity), wait);
    return [identity, await answers.run(room, probe).catch(failed)] as const;
  });
  return new Map(await Promise.all(asked));
}

interface Read {
  /** When the attempt that gave the answer began: two looks are told apart by what they really saw. */
  readonly startedAt: number;
  readonly listing: Listing;
}

function list({ room, isNamed }: LookedAt, mode: Look["mode"], tools: LookTools): Promise<Read> {
  const isSlow = mode === "psrpc" && !isNamed;
  return isSlow ? tools.silences.run(room, () => read(room, tools)) : tools.listings(() => read(room, tools));
}

async function read(room: string, { livekit, now, wait }: LookTools): Promise<Read> {
  let startedAt = now();
  try {
    const listing = await repeatCall(() => {
      startedAt = now();
      return livekit.listParticipants(room);
    }, wait);
    return { startedAt, listing };
  } catch (error) {
    if (error instanceof CodedError) return { startedAt, listing: { is: "failed", why: error.code } };
    throw error;
  }
}
