import {
  judge,
  openStayOf,
  roomOf,
  roomSidOf,
  type EarlierLook,
  type Judgement,
  type Listed,
  type Listing,
  type Look,
  type OpenStay,
  type Snapshot,
  type Stay,
} from "../src/index.ts";
import type { Steps } from "./agenda.ts";
import { askForParticipants, askForRooms, probe } from "./answers.ts";
import { openStays } from "./records.ts";
import { askedWithin, deliver, numbered, type Asked, type World } from "./world.ts";

/** In psrpc mode the list is read this often while somebody open is missing whose probe answers. */
const rereads = 2;

/** Looks at one room as the verifier does, publishes what it found, and says what a later look must know. */
export function* lookAt(
  world: World,
  room: string,
  earlier: readonly EarlierLook[],
): Steps<EarlierLook | null> {
  const began = world.agenda.now;
  const stays = openStays(world.records).filter((stay) => roomOf(stay) === room);
  const open = stays.map(openStayOf);
  const rooms = yield* askForRooms(world);
  const facts = yield* gather(world, room, open);
  const { askedAt, answeredAt } = askedWithin(world, began);
  const judgement = judge(open, { ...facts, askedAt }, earlier);
  const roomSid = rooms.is === "answered" ? (rooms.value.get(room) ?? null) : null;
  publish(world, snapshotOf(world, room, roomSid, stays, { askedAt, answeredAt }, judgement));
  return judgement.remember;
}

type Facts = Omit<Look, "askedAt">;

function* gather(world: World, room: string, open: readonly OpenStay[]): Steps<Facts> {
  const { mode } = world.plan.livekit;
  let listing = yield* askForParticipants(world, room);
  const asked = whomToProbe(listing, open, mode);
  const { probes, control } =
    asked.length === 0 && listing.is !== "no_node"
      ? { probes: new Map(), control: true }
      : yield* probe(world, room, asked);
  if (mode === "store") {
    return { mode, listing, listingAfter: yield* askForParticipants(world, room), probes, control };
  }
  for (let again = 0; again < rereads && isSomebodyHidden(listing, open, probes); again++) {
    listing = uniteListings(listing, yield* askForParticipants(world, room));
  }
  return { mode, listing, listingAfter: null, probes, control };
}

const entriesOf = (listing: Listing): readonly Listed[] =>
  listing.is === "listed" ? listing.participants : [];

const isListedActive = (listing: Listing, sid: string): boolean =>
  entriesOf(listing).some((entry) => entry.sid === sid && entry.state === "ACTIVE");

function whomToProbe(listing: Listing, open: readonly OpenStay[], mode: Look["mode"]): readonly string[] {
  const missing = open.filter(({ sid }) => !isListedActive(listing, sid));
  const listed = mode === "store" ? entriesOf(listing) : [];
  return [...new Set([...missing, ...listed].map(({ identity }) => identity))];
}

const isSomebodyHidden = (listing: Listing, open: readonly OpenStay[], probes: Look["probes"]): boolean =>
  listing.is !== "failed" &&
  open.some(({ sid, identity }) => probes.get(identity) === "answered" && !isListedActive(listing, sid));

function uniteListings(one: Listing, other: Listing): Listing {
  if (other.is === "failed") return one;
  if (one.is !== "listed") return other;
  const added = entriesOf(other).filter(({ sid }) => !one.participants.some((entry) => entry.sid === sid));
  return { is: "listed", participants: [...one.participants, ...added] };
}

function snapshotOf(
  world: World,
  room: string,
  roomSid: string | null,
  stays: readonly Stay[],
  asked: Asked,
  { present, joining, absent, undecided, trouble }: Judgement,
): Snapshot {
  const roomSids = new Set([...stays.map(roomSidOf), roomSid].filter((sid) => sid !== null));
  return {
    kind: "snapshot",
    id: numbered(world, `SN_${room}`),
    room,
    roomSids: [...roomSids],
    roomSid,
    ...asked,
    horizonMs: 2 * world.plan.verifier.intervalMs,
    trouble,
    present: present.map(participantOf),
    joining: joining.flatMap((entry) =>
      entry.state === "JOINING" || entry.state === "JOINED"
        ? [{ ...participantOf(entry), state: entry.state }]
        : [],
    ),
    absent,
    undecided,
  };
}

const participantOf = ({ sid, identity, name, kind, hidden, joinedAt }: Listed) => ({
  sid,
  identity,
  name,
  kind,
  hidden,
  joinedAt,
});

/** Snapshots reach attendance after milliseconds, some twice. */
function publish(world: World, snapshot: Snapshot): void {
  const chance = world.chance.about(snapshot.id);
  const { now } = world.agenda;
  deliver(world, snapshot, now + (chance.happens(0.9) ? chance.between(5, 80) : chance.between(80, 4_000)));
  if (chance.happens(world.plan.webhooks.repeated))
    deliver(world, snapshot, now + chance.between(1_000, 90_000));
}
