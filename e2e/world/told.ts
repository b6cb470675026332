import { second, type Evidence, type Instant, type ParticipantEvidence } from "@rollcall/domain";
import { simulate, type Plan } from "@rollcall/domain/testing";
import type { Goings } from "./play-plan.ts";

export type Webhook = Exclude<Evidence, { readonly kind: "snapshot" | "census" }>;

/** What a LiveKit told of a lesson, in the order in which it arrived, and when everybody really went. */
export interface Told {
  readonly webhooks: readonly Webhook[];
  readonly goings: Goings;
}

/** What the generator of histories makes of a plan. */
export function toldInSimulation(plan: Plan): Told {
  const { deliveries, truth } = simulate(plan);
  const webhooks = deliveries
    .map(({ evidence }) => evidence)
    .filter(isWebhook)
    .toSorted((a, b) => a.receivedAt - b.receivedAt);
  const goings = truth.flatMap(({ identity, endedAt }) =>
    endedAt === null ? [] : [[identity, endedAt] as const],
  );
  return { webhooks, goings: new Map(goings) };
}

export const isWebhook = (evidence: Evidence | null): evidence is Webhook =>
  evidence !== null && evidence.kind !== "snapshot" && evidence.kind !== "census";

const isOfSession = (webhook: Webhook): webhook is ParticipantEvidence => "reason" in webhook;

const ofPerson = ({ webhooks }: Told, identity: string): readonly ParticipantEvidence[] =>
  webhooks.filter(isOfSession).filter(({ participant }) => participant.identity === identity);

const ofRoom = ({ webhooks }: Told, room: string): readonly Webhook[] =>
  webhooks.filter((webhook) => webhook.room === room);

export const identitiesIn = ({ webhooks }: Told): readonly string[] => [
  ...new Set(webhooks.filter(isOfSession).map(({ participant }) => participant.identity)),
];

/** What was told of a person, in order: kind, reason, and whether the session was over. */
export const storyOf = (told: Told, identity: string): readonly string[] =>
  ofPerson(told, identity).map(
    ({ kind, reason, disconnected }) => `${kind} ${reason}${disconnected ? " disconnected" : ""}`,
  );

/** What was told of a room, in order; all that was told of people in a row as `people`. */
export function roomStoryOf(told: Told, room: string): readonly string[] {
  const kinds = ofRoom(told, room).map((webhook) => (isOfSession(webhook) ? "people" : webhook.kind));
  return kinds.filter((kind, place) => kind !== kinds[place - 1]);
}

/** How many sessions a person had. */
export const sessionsOf = (told: Told, identity: string): number =>
  new Set(ofPerson(told, identity).map(({ participant }) => participant.sid)).size;

/** Seconds from the moment at which somebody went to LiveKit's own stamp of it. */
export const noticedAfter = (told: Told, identity: string): number =>
  (stampOf(ofPerson(told, identity).at(-1)) - (told.goings.get(identity) ?? NaN)) / second;

/** Seconds from the start of each session to LiveKit's stamp of its media; and how many starts its events name. */
export const joiningsOf = ({
  webhooks,
}: Told): readonly { readonly after: number; readonly starts: number }[] =>
  [...Map.groupBy(webhooks.filter(isOfSession), ({ participant }) => participant.sid).values()].flatMap(
    (own) => {
      const joined = own.find(({ kind }) => kind === "participant_joined");
      if (joined === undefined) return [];
      const starts = new Set(own.map(({ participant }) => participant.joinedAt));
      return [
        { after: (joined.createdAt - (joined.participant.joinedAt ?? NaN)) / second, starts: starts.size },
      ];
    },
  );

/** Seconds from the last that was told of people in a room to its end. */
export function finishedAfter(told: Told, room: string): number {
  const own = ofRoom(told, room);
  const finished = own.findLast(({ kind }) => kind === "room_finished");
  return (stampOf(finished) - stampOf(own.findLast(isOfSession))) / second;
}

/** All stamps of a room, in the order in which they arrived. */
export const stampsIn = (told: Told, room: string): readonly Instant[] =>
  ofRoom(told, room).map(({ createdAt }) => createdAt);

const stampOf = (webhook: Webhook | undefined): Instant => webhook?.createdAt ?? NaN;
