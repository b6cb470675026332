import { schedule, start, type Steps } from "./agenda.ts";
import type { MediaNode, Outage, Session } from "./cluster.ts";
import { connect, letGo } from "./device.ts";
import type { Fault } from "./plan.ts";
import { close, end, whenAwake } from "./sessions.ts";
import { endTruth } from "./truth.ts";
import { tellOfRoom } from "./webhooks.ts";
import type { World } from "./world.ts";

/** A client on a node that stands still longer than this looks for another node. */
const clientPatienceMs = 15_000;

/** Lets the outages of media nodes happen; the other faults are looked up where they matter. */
export function startOutages(world: World): void {
  for (const fault of world.plan.faults) {
    schedule(world.agenda, world.plan.startsAt + fault.from, () => strike(world, fault));
  }
}

function strike(world: World, fault: Fault): void {
  if (fault.is === "false_room_finished") return finishFalsely(world, fault.room);
  if (fault.is === "room_deleted") return deleteRoom(world, fault.room);
  if (fault.is !== "node_paused" && fault.is !== "node_killed" && fault.is !== "node_cut_off") return;
  const node = world.cluster.nodes[fault.node];
  if (node === undefined || node.isDead || node.paused !== null || node.cutOff !== null) return;
  const since = world.agenda.now;
  const outage = { since, until: world.plan.startsAt + fault.to };
  if (fault.is === "node_paused") pause(world, node, outage.until);
  else if (fault.is === "node_killed") kill(world, node, outage.until);
  else {
    node.cutOff = outage;
    schedule(world.agenda, outage.until, () => (node.cutOff = null));
  }
}

/** A node says that a room is finished, which lives on. */
function finishFalsely(world: World, name: string): void {
  for (const node of world.cluster.nodes) {
    const room = node.rooms.get(name);
    if (room !== undefined && node.paused === null) return tellOfRoom(world, node, room, "room_finished");
  }
}

/** Somebody ends the meeting for all: everybody is put out at once. */
function deleteRoom(world: World, name: string): void {
  for (const node of world.cluster.nodes) {
    const room = node.rooms.get(name);
    if (room === undefined || node.paused !== null) continue;
    for (const session of room.sessions.values()) end(world, session, "removed", "ROOM_DELETED");
    close(world, node, room);
  }
}

const sessionsOn = (node: MediaNode): readonly Session[] =>
  [...node.rooms.values()].flatMap((room) => [...room.sessions.values()]);

/** The node stands still: nothing is sent, noticed or answered until it goes on where it was. */
function pause(world: World, node: MediaNode, until: number): void {
  const since = world.agenda.now;
  node.paused = { since, until };
  const hasRefuge = world.cluster.nodes.length > 1 && until - since > clientPatienceMs;
  for (const session of hasRefuge ? sessionsOn(node) : []) {
    const lostPatienceAt =
      since + world.chance.about(`patience ${session.sid} ${since}`).between(10_000, 14_900);
    start(world.agenda, lostPatienceAt, moveAway(world, session, { since, until }));
  }
  schedule(world.agenda, until, () => {
    node.paused = null;
    for (const { silentSince, truth } of sessionsOn(node)) {
      if (silentSince !== null || truth.endedAt !== null) truth.stalled = true;
    }
  });
}

/** A client gives its node up, from which nothing has come since it stood still, and joins through another. */
function* moveAway(world: World, session: Session, { since, until }: Outage): Steps {
  const { device, truth } = session;
  if (device.isOver || device.session !== session || truth.endedAt !== null || session.silentSince !== null)
    return;
  endTruth(truth, since, "moved");
  session.silentSince = since;
  // The old node notices some time after it wakes.
  const chance = world.chance.about(`moved ${session.sid}`);
  const noticedAt =
    until + (chance.happens(0.5) ? chance.between(500, 1_500) : chance.between(20_000, 21_500));
  start(world.agenda, noticedAt, letGo(world, session, since));
  yield world.agenda.now + 200;
  yield* connect(world, device);
}

/** The node dies without a word. Its people's devices come back, or not. */
function kill(world: World, node: MediaNode, restartsAt: number): void {
  const { cluster, agenda } = world;
  const sessions = sessionsOn(node);
  for (const { truth, silentSince } of sessions) {
    endTruth(truth, silentSince ?? agenda.now, silentSince === null ? "server_died" : "cut_off");
  }
  node.rooms.clear();
  node.queues = new Map();
  node.isDead = true;
  if (!cluster.settings.redis) cluster.store.clear();
  schedule(agenda, restartsAt, () => (node.isDead = false));
  for (const session of sessions) start(agenda, agenda.now, returnAfterDeath(world, session));
}

function* returnAfterDeath(world: World, session: Session): Steps {
  const { device, silentSince } = session;
  if (silentSince !== null || device.isOver || device.session !== session) return;
  if (device.visit.returnMs === null) {
    device.isOver = true;
    return;
  }
  yield world.agenda.now + device.visit.returnMs;
  yield* whenAwake(world, session.node);
  if (device.session === session) yield* connect(world, device);
}
