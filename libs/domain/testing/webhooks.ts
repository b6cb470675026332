import type { Evidence, Instant, ParticipantEvidence, RoomEvidence, TrackEvidence } from "../src/index.ts";
import { schedule } from "./agenda.ts";
import type { Chance } from "./chance.ts";
import type { HostedRoom, MediaNode, Session } from "./cluster.ts";
import { faultAt } from "./plan.ts";
import { sendAt } from "./sender.ts";
import { deliver, numbered, type World } from "./world.ts";

type Stamp = "id" | "createdAt" | "receivedAt";
type Draft = Omit<ParticipantEvidence, Stamp> | Omit<RoomEvidence, Stamp> | Omit<TrackEvidence, Stamp>;

/** LiveKit tells of a session: joined, left or aborted. */
export function tellOfSession(
  world: World,
  session: Session,
  kind: ParticipantEvidence["kind"],
  reason: string,
): void {
  const { sid, person, name, joinedAt } = session;
  post(world, session.node, {
    kind,
    ...placeOf(session.room),
    participant: { ...person, sid, name, joinedAt },
    disconnected: session.state === "DISCONNECTED",
    reason,
  });
}

export function tellOfTrack(world: World, session: Session, kind: TrackEvidence["kind"]): void {
  const participant = { sid: session.sid, identity: session.person.identity };
  post(world, session.node, { kind, ...placeOf(session.room), participant });
}

export function tellOfRoom(
  world: World,
  node: MediaNode,
  room: HostedRoom,
  kind: RoomEvidence["kind"],
): void {
  post(world, node, { kind, ...placeOf(room) });
}

const placeOf = (room: HostedRoom) => ({ room: room.name, roomSid: room.sid });

/** Stamps an event with the truncated second in which LiveKit got round to it, and sends it on its way. */
function post(world: World, node: MediaNode, draft: Draft): void {
  const whose = "participant" in draft ? draft.participant.sid : (draft.roomSid ?? draft.room);
  const id = numbered(world, `EV_${draft.kind}_${whose}`);
  const chance = world.chance.about(id);
  const stampedAt = world.agenda.now + (chance.happens(0.05) ? chance.between(8, 300) : chance.between(1, 8));
  const createdAt = Math.floor(stampedAt / 1_000) * 1_000;
  const { queues } = node;
  const aheadMs = world.plan.ingressAheadMs ?? 0;
  const from = { node, room: draft.room, stampedAt };
  for (const { receivedAt, foldedAt } of journeysOf(world, chance, from)) {
    const evidence: Evidence = { ...draft, id, createdAt, receivedAt: receivedAt + aheadMs };
    const isInMemory = receivedAt - stampedAt > 100;
    schedule(world.agenda, receivedAt, () => {
      // LiveKit's queues die with their node.
      if (!(isInMemory && (node.isDead || node.queues !== queues))) deliver(world, evidence, foldedAt);
    });
  }
}

interface Posting {
  readonly node: MediaNode;
  readonly room: string;
  readonly stampedAt: Instant;
}

interface Journey {
  readonly receivedAt: Instant;
  readonly foldedAt: Instant;
}

/** How often and when an event arrives: not at all, promptly, after retries, after an outage, or twice. */
function journeysOf(world: World, chance: Chance, from: Posting): readonly Journey[] {
  const { plan } = world;
  const isLost = chance.happens(plan.webhooks.lost);
  const isLate = chance.happens(plan.webhooks.late);
  const isRepeated = chance.happens(plan.webhooks.repeated);
  const arrival =
    plan.webhooks.queue === undefined
      ? arrivalOf(world, chance, from.stampedAt, isLate)
      : arrivalThroughQueue(world, chance, from);
  if (isLost || arrival === null) return [];
  const journey = { receivedAt: Math.round(arrival), foldedAt: arrival + ownDelay(chance, isLate) };
  if (!isRepeated) return [journey];
  const again = {
    receivedAt: Math.round(arrival) + 1_000,
    foldedAt: arrival + chance.between(1_000, 90_000),
  };
  return chance.happens(0.5) ? [journey, again] : [journey, { ...journey, foldedAt: again.foldedAt }];
}

/** When ingress has it: milliseconds later, after some of LiveKit's retries, or when an outage is over. */
function arrivalOf(world: World, chance: Chance, stampedAt: Instant, isLate: boolean): Instant | null {
  const prompt = stampedAt + (chance.happens(0.9) ? chance.between(2, 40) : chance.between(40, 1_300));
  if (isLostOnTheWay(world, chance, stampedAt)) return null;
  const outage = faultAt(world.plan, "webhooks_late", stampedAt);
  if (outage !== undefined) return world.plan.startsAt + outage.to + chance.between(0, 25_000);
  return isLate && chance.happens(0.5) ? prompt + chance.oneOf([1_000, 3_000, 7_000, 15_000]) : prompt;
}

/** The same for a plan with LiveKit's own sender: what is lost on the way has been sent. */
function arrivalThroughQueue(
  world: World,
  chance: Chance,
  { node, room, stampedAt }: Posting,
): Instant | null {
  const sentAt = sendAt(world, node, room, stampedAt, chance);
  return isLostOnTheWay(world, chance, stampedAt) ? null : sentAt;
}

const isLostOnTheWay = ({ plan }: World, chance: Chance, at: Instant): boolean =>
  faultAt(plan, "webhooks_lost", at) !== undefined && chance.happens(0.9);

/** Our own way from ingress to the fold: milliseconds, or minutes after failures of its own. */
const ownDelay = (chance: Chance, isLate: boolean): number =>
  isLate && chance.happens(0.5)
    ? chance.oneOf([60_000, 180_000, 480_000])
    : chance.happens(0.9)
      ? chance.between(2, 50)
      : chance.between(50, 3_000);
