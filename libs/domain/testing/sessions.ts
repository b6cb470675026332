import { start, type Steps } from "./agenda.ts";
import {
  isAwake,
  isHeld,
  isReachable,
  listedOf,
  type Device,
  type HostedRoom,
  type MediaNode,
  type Session,
} from "./cluster.ts";
import { faultAt, type Visit } from "./plan.ts";
import { endTruth, type TrueEnd, type TrueStay } from "./truth.ts";
import { tellOfRoom, tellOfSession } from "./webhooks.ts";
import { numbered, type World } from "./world.ts";

/** An empty room is closed this long after the last one left. */
const departureTimeoutMs = 20_000;
/** A node that says nothing is taken for dead after this. */
const deadAfterMs = 5_000;

/** The media node that takes somebody who comes to a room now; null while none can. */
export function hostOf(world: World, room: string): MediaNode | null {
  const { cluster, agenda } = world;
  if (cluster.settings.redis && faultAt(world.plan, "bus_down", agenda.now) !== undefined) return null;
  const stored = cluster.store.get(room)?.node;
  if (stored !== undefined && isReachable(stored)) return stored;
  const since = stored?.paused?.since ?? stored?.cutOff?.since;
  if (since !== undefined && agenda.now - since < deadAfterMs) return null;
  const able = cluster.nodes.filter(isReachable);
  return able.find((node) => node.rooms.has(room)) ?? able[0] ?? null;
}

/** Lets a device into a room: a new session, after the old one of the same identity on this node was removed. */
export function admit(world: World, node: MediaNode, device: Device): Session {
  const { visit } = device;
  const room = node.rooms.get(visit.room) ?? openRoom(world, node, visit.room);
  const old = room.sessions.get(visit.person.identity);
  if (old !== undefined) replace(world, old, device);
  for (const { silentSince, truth: other } of elsewhere(world, node, visit)) {
    if (silentSince === null && other.endedAt === null) other.hasTwin = true;
  }
  const sid = numbered(world, `PA_${visit.id}`);
  const joinedAt = Math.floor(world.agenda.now);
  const truth = trueStayOf(device, room, sid, joinedAt);
  world.truth.push(truth);
  const session: Session = {
    ...{ sid, room, node, joinedAt, truth, device },
    person: visit.person,
    name: device.name,
    state: "JOINED",
    isAnnounced: false,
    silentSince: null,
  };
  room.sessions.set(visit.person.identity, session);
  storeEntry(world, session);
  return session;
}

const trueStayOf = ({ visit }: Device, room: HostedRoom, sid: string, joinedAt: number): TrueStay => ({
  sid,
  identity: visit.person.identity,
  room: room.name,
  roomSid: room.sid,
  kind: visit.person.kind,
  hidden: visit.person.hidden,
  joinedAt,
  activeAt: null,
  endedAt: null,
  how: null,
  noticedAt: null,
  stalled: false,
  hasTwin: false,
  toldAt: null,
});

/** In a split brain, sessions of the same identity on other nodes. */
const elsewhere = ({ cluster }: World, node: MediaNode, visit: Visit): readonly Session[] =>
  cluster.nodes
    .filter((other) => other !== node)
    .flatMap((other) => other.rooms.get(visit.room)?.sessions.get(visit.person.identity) ?? []);

/** The client is back on its session, which in a split brain may have got a twin meanwhile. */
export function resume(world: World, session: Session): void {
  session.silentSince = null;
  if (elsewhere(world, session.node, session.device.visit).length > 0) session.truth.hasTwin = true;
}

function replace(world: World, old: Session, by: Device): void {
  const isSilent = old.silentSince !== null;
  endTruth(old.truth, old.silentSince ?? world.agenda.now, isSilent ? "cut_off" : "replaced");
  if (old.device !== by) old.device.isOver = true;
  remove(world, old, "DUPLICATE_IDENTITY");
}

function openRoom(world: World, node: MediaNode, name: string): HostedRoom {
  const stored = world.cluster.store.get(name);
  const sid = stored?.sid ?? numbered(world, `RM_${name}`);
  const room = { name, sid, sessions: new Map(), lastLeftAt: world.agenda.now };
  node.rooms.set(name, room);
  if (stored === undefined) world.cluster.store.set(name, { sid, node, entries: new Map(), gone: [] });
  else stored.node = node;
  tellOfRoom(world, node, room, "room_started");
  return room;
}

/** The store hears of what a node can still tell it; one entry per identity, the last one told wins. */
export function storeEntry(world: World, session: Session): void {
  if (!isReachable(session.node)) return;
  const { name, sid } = session.room;
  const stored = world.cluster.store.get(name) ?? { sid, node: session.node, entries: new Map(), gone: [] };
  world.cluster.store.set(name, stored);
  stored.entries.set(session.person.identity, listedOf(session));
}

/** Media flows. Whether `joined` is sent is decided a moment later: the session may be over by then. */
export function activate(world: World, session: Session): void {
  if (!isHeld(session) || session.state !== "JOINED") return;
  session.state = "ACTIVE";
  session.truth.activeAt = world.agenda.now;
  storeEntry(world, session);
  start(world.agenda, world.agenda.now + 2, announce(world, session));
}

function* announce(world: World, session: Session): Steps {
  yield* whenAwake(world, session.node);
  session.isAnnounced = true;
  const isOver = session.state === "DISCONNECTED";
  if (isOver && world.chance.about(`overtaken ${session.sid}`).happens(0.5)) return;
  tellOfSession(world, session, "participant_joined", "UNKNOWN_REASON");
}

/** The node lets a session go and says so; the store loses the identity's entry, whosever it is by now. */
export function remove(world: World, session: Session, reason: string): void {
  if (!isHeld(session)) return;
  const wasActive = session.state === "ACTIVE";
  session.room.sessions.delete(session.person.identity);
  session.state = "DISCONNECTED";
  session.truth.noticedAt = world.agenda.now;
  if (isReachable(session.node)) dropEntry(world, session);
  const kind = wasActive && session.isAnnounced ? "participant_left" : "participant_connection_aborted";
  tellOfSession(world, session, kind, reason);
  session.room.lastLeftAt = world.agenda.now;
  start(
    world.agenda,
    world.agenda.now + departureTimeoutMs,
    closeWhenEmpty(world, session.node, session.room),
  );
}

function dropEntry({ cluster, agenda }: World, { room, person }: Session): void {
  const stored = cluster.store.get(room.name);
  const entry = stored?.entries.get(person.identity);
  if (stored === undefined || entry === undefined) return;
  stored.entries.delete(person.identity);
  stored.gone.push({ entry, at: agenda.now });
}

/** Agents and recorders keep no room open. */
const isPerson = ({ person }: Session): boolean => person.kind !== "AGENT" && person.kind !== "EGRESS";

/** A room without people is closed, also when another node holds people of the same room. */
function* closeWhenEmpty(world: World, node: MediaNode, room: HostedRoom): Steps {
  yield* whenAwake(world, node);
  if (node.isDead || node.rooms.get(room.name) !== room) return;
  if (world.agenda.now - room.lastLeftAt < departureTimeoutMs || [...room.sessions.values()].some(isPerson))
    return;
  for (const session of room.sessions.values()) end(world, session, "room_closed", "ROOM_CLOSED");
  close(world, node, room);
}

/** A node gives an empty room up and says so. */
export function close(world: World, node: MediaNode, room: HostedRoom): void {
  node.rooms.delete(room.name);
  if (isReachable(node)) world.cluster.store.delete(room.name);
  tellOfRoom(world, node, room, "room_finished");
}

/** A session ends now, in truth and on its node. */
export function end(world: World, session: Session, how: TrueEnd, reason: string): void {
  endTruth(session.truth, world.agenda.now, how);
  session.device.isOver = true;
  remove(world, session, reason);
}

/** Waits until a node that stands still goes on. */
export function* whenAwake(world: World, node: MediaNode): Steps {
  while (node.paused !== null) {
    yield node.paused.until + world.chance.about(`wake ${node.index} ${node.paused.since}`).between(5, 1_000);
  }
}

export const canSpeak = (session: Session): boolean =>
  isHeld(session) && session.state === "ACTIVE" && session.silentSince === null && isAwake(session.node);
