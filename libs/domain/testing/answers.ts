import type { Listed, Listing, ProbeResult } from "../src/index.ts";
import type { Steps } from "./agenda.ts";
import { isAwake, isReachable, listedOf } from "./cluster.ts";
import { faultAt, type Fault } from "./plan.ts";
import type { World } from "./world.ts";

/** What LiveKit answers when the verifier asks. Every call is tried three times. */
export type Answer<T> =
  { readonly is: "answered"; readonly value: T } | { readonly is: "failed"; readonly why: string };

/** A media node that does not answer costs this much: LiveKit tries three times itself. */
const silenceMs = 3_000;
const attempts = 3;

/** All rooms with their SIDs, out of LiveKit's store. */
export function* askForRooms(world: World): Steps<Answer<ReadonlyMap<string, string>>> {
  return yield* call(world, function* () {
    yield world.agenda.now + 5;
    if (isOn(world, "api_empty")) return new Map<string, string>();
    return new Map(partOf(world, [...world.cluster.store]).map(([room, { sid }]) => [room, sid]));
  });
}

/** Who is in a room, by the voice that the installation's mode gives. */
export function* askForParticipants(world: World, room: string): Steps<Listing> {
  const answer = yield* call(world, function* (): Steps<readonly Listed[] | null> {
    yield world.agenda.now + 5;
    if (isOn(world, "api_empty")) return [];
    if (world.plan.livekit.mode === "store") return partOf(world, askStore(world, room));
    const entries = yield* askMediaNode(world, room);
    return entries === null ? null : partOf(world, entries);
  });
  if (answer.is === "failed") return answer;
  return answer.value === null ? { is: "no_node" } : { is: "listed", participants: answer.value };
}

/** What the store believes, or believed some seconds ago. */
function askStore(world: World, room: string): readonly Listed[] {
  const stored = world.cluster.store.get(room);
  const entries = [...(stored?.entries.values() ?? [])];
  if (!isOn(world, "api_lags")) return entries;
  const then = world.agenda.now - world.chance.between(500, mostLagMs);
  const known = entries.filter(({ joinedAt }) => (joinedAt ?? 0) <= then);
  const gone = stored?.gone.filter(({ entry, at }) => at > then && (entry.joinedAt ?? 0) <= then) ?? [];
  const late = gone.map(({ entry }) => entry).filter(({ identity }) => !hasIdentity(known, identity));
  return [...known, ...late];
}

const mostLagMs = 15_000;

const hasIdentity = (entries: readonly Listed[], identity: string): boolean =>
  entries.some((entry) => entry.identity === identity);

/** Everything, or two of three while lists lack some. */
const partOf = <T>(world: World, items: readonly T[]): readonly T[] =>
  isOn(world, "api_partial") ? items.filter(() => world.chance.happens(2 / 3)) : items;

/** One node's view: of two that hold the room, one or the other answers. */
function* askMediaNode(world: World, room: string): Steps<readonly Listed[] | null> {
  const holding = isBusDown(world)
    ? []
    : world.cluster.nodes.filter((n) => isReachable(n) && n.rooms.has(room));
  const [first, ...others] = holding;
  if (first === undefined) {
    yield world.agenda.now + silenceMs;
    return null;
  }
  const hosted = world.chance.oneOf([first, ...others]).rooms.get(room);
  return [...(hosted?.sessions.values() ?? [])].map(listedOf);
}

export interface Probing {
  readonly probes: ReadonlyMap<string, ProbeResult>;
  /** A media node answered something meanwhile. */
  readonly control: boolean;
}

/** Asks the media nodes for each identity, and for a control, all at once; silence takes 3 s. */
export function* probe(world: World, room: string, identities: readonly string[]): Steps<Probing> {
  const reached = yield* call(world, function* () {
    yield world.agenda.now + 1;
    return null;
  });
  if (reached.is === "failed") {
    return { probes: new Map(identities.map((identity) => [identity, "failed"])), control: false };
  }
  const answered = new Set<string>();
  let control = false;
  for (let second = 0; second < 3; second++) {
    for (const identity of identities) if (isKnown(world, room, identity)) answered.add(identity);
    control ||= !isBusDown(world) && world.cluster.nodes.some(isReachable);
    if (control && answered.size === identities.length) break;
    yield world.agenda.now + silenceMs / 3;
  }
  return {
    probes: new Map(identities.map((identity) => [identity, answered.has(identity) ? "answered" : "silent"])),
    control,
  };
}

/** A node answers for any session of the identity, whatever its state, and names no SID. */
const isKnown = (world: World, room: string, identity: string): boolean =>
  !isBusDown(world) &&
  world.cluster.nodes.some(
    (node) => isReachable(node) && node.rooms.get(room)?.sessions.has(identity) === true,
  );

const isBusDown = (world: World): boolean => world.plan.livekit.redis && isOn(world, "bus_down");

const isOn = (world: World, is: Fault["is"]): boolean =>
  faultAt(world.plan, is, world.agenda.now) !== undefined;

function* call<T>(world: World, ask: () => Steps<T>): Steps<Answer<T>> {
  let failure = failureNow(world);
  for (let attempt = 1; failure !== null && attempt < attempts; attempt++) {
    yield world.agenda.now + failure.takesMs;
    failure = failureNow(world);
  }
  return failure === null ? { is: "answered", value: yield* ask() } : { is: "failed", why: failure.why };
}

function failureNow(world: World): { readonly why: string; readonly takesMs: number } | null {
  const { nodes } = world.cluster;
  if (isOn(world, "api_refused") || nodes.every(({ isDead }) => isDead))
    return { why: "livekit_unreachable", takesMs: 100 };
  if (isOn(world, "api_hangs") || !nodes.some(isAwake)) return { why: "livekit_timeout", takesMs: 5_000 };
  if (isOn(world, "api_busy")) return { why: "livekit_failed", takesMs: 200 };
  return isOn(world, "api_flaky") && world.chance.happens(0.5)
    ? { why: "livekit_failed", takesMs: 200 }
    : null;
}
