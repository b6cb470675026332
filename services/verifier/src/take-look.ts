import { CodedError } from "@rollcall/contracts";
import type { Instant, Listing, Look, OpenStay, ProbeResult } from "@rollcall/domain";
import type { LimitFunction } from "p-limit";
import type { FairPool } from "./fair-pool.ts";
import type { LiveKit } from "./livekit.ts";
import type { Machine } from "./machine.ts";
import { failed, probeTogether, type ProbeTools } from "./probe-together.ts";
import { repeatCall } from "./repeat-call.ts";
import type { ListingMode } from "./listing-mode.ts";
import { activeIn, isAnybodyMissing, suspectsOf, uniteListings } from "./suspects.ts";

export interface LookTools extends ProbeTools, Pick<Machine, "within"> {
  readonly livekit: Pick<LiveKit, "probe" | "listParticipants">;
  readonly listingMode: Pick<ListingMode, "current" | "doubt">;
  /** Looks that have begun; one that waits for silent media nodes has left it. */
  readonly listings: LimitFunction;
  /** Further readings of a list: a look that has begun goes before those that have not. */
  readonly rereadings: LimitFunction;
  /** Questions that a media node answers at once, as a rule. */
  readonly answers: FairPool;
  /** LiveKit's clock at an instant of ours, in milliseconds. */
  readonly earliest: (ours: number) => Instant;
  readonly latest: (ours: number) => Instant;
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
  /** When the last question about somebody's absence began, in our own clock. */
  readonly probedAt: number;
  /** The latest instant at which the look can have ended, in LiveKit's clock. */
  readonly answeredAt: Instant;
}

/** Asks LiveKit who is in a room, whatever it takes to believe the answer. Facts only; `judge` decides. */
export async function takeLook(at: LookedAt, tools: LookTools): Promise<TakenLook> {
  const mode = await tools.listingMode.current();
  const { startedAt, listing, heard } = await begin(at, mode, tools);
  if (listing.is === "failed" && listing.why === "livekit_unreachable") tools.listingMode.doubt();
  const { lastAt, ...found } =
    listing.is === "failed"
      ? nothing(listing)
      : mode === "psrpc"
        ? await askAroundNodes(at, listing, tools)
        : await askAroundStore(at, listing, await heard, tools);
  // LiveKit's clock is known better after an answer than before it.
  const look = { askedAt: tools.earliest(startedAt), mode, ...found };
  return { look, startedAt, probedAt: lastAt ?? startedAt, answeredAt: tools.latest(tools.now()) };
}

type Probes = ReadonlyMap<string, ProbeResult>;

interface Begun {
  /** When the attempt that gave the answer began: two looks are told apart by what they really saw. */
  readonly startedAt: number;
  readonly listing: Listing;
  /** What media nodes say of those whom the store lists. */
  readonly heard: Promise<Probes>;
}

/** Reads the list and, where it is hearsay, asks for everybody on it. Its place is given on when nobody answers. */
function begin(at: LookedAt, mode: Look["mode"], tools: LookTools): Promise<Begun> {
  const first = async (): Promise<Begun> => {
    const { startedAt, listing } = await read(at.room, tools);
    const heard = probeListed(at.room, mode === "store" ? activeIn(listing) : [], tools);
    await tools.within(heard, answersUsuallyMs, null);
    return { startedAt, listing, heard };
  };
  const isSlow = mode === "psrpc" && !at.isNamed;
  return isSlow ? tools.silences.run(at.room, first) : tools.listings(first);
}

const answersUsuallyMs = 250;

type Found = Pick<Look, "listing" | "listingAfter" | "probes" | "control"> & {
  readonly lastAt: number | null;
};

const nothing = (listing: Listing): Found => ({
  listing,
  listingAfter: null,
  probes: new Map(),
  control: false,
  lastAt: null,
});

/** The list comes from one media node: those it does not name are asked for one by one. */
async function askAroundNodes(at: LookedAt, first: Listing, tools: LookTools): Promise<Found> {
  const suspects = suspectsOf(at.openStays, first);
  const live = activeIn(first).filter((identity) => !suspects.includes(identity));
  const { results: probes, ...probing } = await probeTogether(at.room, suspects, live, tools);
  // That no node holds the room is a silence too, also when nobody is open in it.
  const isHeld = first.is === "listed" || suspects.length > 0;
  const control = isHeld ? probing.control : await tools.controlRoom.ask();
  let listing = first;
  for (let reads = 1; reads < mostReads && isAnybodyMissing(at.openStays, listing, probes); reads += 1) {
    listing = uniteListings(listing, await readAgain(at.room, tools));
  }
  return { listing, listingAfter: null, probes, lastAt: probing.lastAt, control };
}

/** Two nodes that each hold a half of the room answer in turn. */
const mostReads = 3;

/** The list is hearsay: whoever it names, or is open with us, and is silent is asked for beside a control. */
async function askAroundStore(
  at: LookedAt,
  listing: Listing,
  heard: Probes,
  tools: LookTools,
): Promise<Found> {
  const isUnclear = (identity: string) => (heard.get(identity) ?? "silent") === "silent";
  const ghosts = at.openStays.map(({ identity }) => identity).filter((identity) => heard.has(identity));
  const suspects = [...new Set([...suspectsOf(at.openStays, listing), ...ghosts])].filter(isUnclear);
  const live = [...heard.keys()].filter((identity) => heard.get(identity) === "answered");
  const { results, lastAt, ...probing } = await probeTogether(at.room, suspects, live, tools);
  // A stranger on the list who is silent is a ghost only if somebody else is not.
  const isAnswered = suspects.length > 0 || live.length > 0 || ![...heard.values()].includes("silent");
  const control = isAnswered ? probing.control : await tools.controlRoom.ask();
  const listingAfter = await readAgain(at.room, tools);
  return { listing, listingAfter, probes: new Map([...heard, ...results]), lastAt, control };
}

async function probeListed(
  room: string,
  identities: readonly string[],
  { livekit, answers, wait }: LookTools,
): Promise<Probes> {
  const asked = identities.map(async (identity) => {
    const probe = () => repeatCall(() => livekit.probe(room, identity), wait);
    return [identity, await answers.run(room, probe).catch(failed)] as const;
  });
  return new Map(await Promise.all(asked));
}

const readAgain = async (room: string, tools: LookTools): Promise<Listing> =>
  (await tools.rereadings(() => read(room, tools))).listing;

async function read(
  room: string,
  { livekit, now, wait }: LookTools,
): Promise<Pick<Begun, "startedAt" | "listing">> {
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
