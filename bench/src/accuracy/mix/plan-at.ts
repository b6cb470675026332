import { hour, minute, second } from "@rollcall/domain";
import {
  chanceFrom,
  nine,
  type Chance,
  type Fault,
  type LiveKitSettings,
  type Plan,
} from "@rollcall/domain/testing";
import type { ApartKind } from "./apart.ts";
import { makeMeeting, type Meeting } from "./make-meeting.ts";
import { beginOf, makeOutage, type Scene } from "./make-outages.ts";
import { meetings, type MeetingKind } from "./meetings.ts";
import { draw } from "./shares.ts";
import {
  outages,
  troubles,
  weathers,
  type OutageKind,
  type TroubleKind,
  type WeatherKind,
} from "./troubles.ts";

/** A history to come, and what was drawn for it. */
export interface Drawn {
  readonly plan: Plan;
  readonly meeting: MeetingKind;
  readonly trouble: TroubleKind;
  readonly outages: readonly OutageKind[];
  readonly weather: WeatherKind;
  /** Until when somebody does something; the rest is for the record to come to rest. */
  readonly endsAt: number;
}

/** The report is read so long after the last one has gone. */
export const restMs = 15 * minute;

/** The history of this number: the same seed gives the same one, whatever else is drawn. */
export function planAt(seed: number, index: number, apart: ApartKind | null = null): Drawn {
  const chance = chanceFrom(seed).about(`${apart ?? "mix"} ${index}`);
  const kind = draw(meetings, chance.next());
  const weather = draw(weathers, chance.next());
  const trouble = apart === null ? draw(troubles, chance.next()) : "none";
  const livekit = makeLiveKit(chance, apart);
  const meeting = makeMeeting(chance.about("meeting"), kind);
  const scene = { endsAt: meeting.endsAt, livekit, turns: turnsOf(meeting) };
  const kinds = { none: 0, one: 1, two: 2 }[trouble];
  const drawn = Array.from({ length: kinds }, () => draw(outages, chance.next()));
  const faults = [
    ...meeting.faults,
    ...drawn.map((outage) => makeOutage(chance, outage, scene)),
    ...(apart === null ? [] : makeApart(chance, apart, scene)),
  ];
  const plan: Plan = {
    seed: chance.whole(1, 2 ** 31),
    startsAt: nine + chance.whole(0, hour),
    lastsMs: meeting.endsAt + restMs,
    livekit,
    verifier: { intervalMs: 30 * second, clockUncertaintyMs: chance.whole(10, 500) },
    webhooks: { ...weatherOf(weather), queue: makeQueue(chance) },
    ingressAheadMs: makeSkew(chance),
    visits: meeting.visits,
    faults,
  };
  return { plan, meeting: kind, trouble, outages: drawn, weather, endsAt: meeting.endsAt };
}

function makeLiveKit(chance: Chance, apart: ApartKind | null): LiveKitSettings {
  const mode = chance.oneOf(["psrpc", "store"] as const);
  const isPair = apart === "cut_off" || chance.happens(0.4);
  return isPair ? { mode, nodes: 2, redis: true } : { mode, nodes: 1, redis: chance.happens(0.5) };
}

const turnsOf = ({ visits, endsAt }: Meeting): readonly number[] =>
  visits
    .flatMap(({ at, acts }) => [at, at + acts.reduce((sum, { afterMs }) => sum + afterMs, 0)])
    .filter((at) => at < endsAt);

const weatherOf = (kind: WeatherKind) => {
  const { lost, late, repeated } = weathers[kind];
  return { lost, late, repeated };
};

/** LiveKit's default, and what our documents recommend. */
const makeQueue = (chance: Chance) =>
  chance.happens(0.5) ? { maxAgeMs: 30 * second, maxDepth: 200 } : { maxAgeMs: 10 * minute, maxDepth: 5_000 };

/** Clocks kept by NTP, a sloppy one, and one that nobody keeps. */
const makeSkew = (chance: Chance): number =>
  chance.happens(0.7)
    ? chance.whole(-200, 200)
    : chance.happens(0.7)
      ? chance.whole(-2_000, 2_000)
      : chance.whole(-30_000, 30_000);

function makeApart(chance: Chance, apart: ApartKind, { endsAt, livekit, turns }: Scene): readonly Fault[] {
  const node = chance.whole(0, livekit.nodes - 1);
  const lastsMs =
    apart === "cut_off"
      ? chance.whole(25 * second, 150 * second)
      : chance.happens(0.5)
        ? chance.whole(5 * second, 14 * second)
        : chance.whole(20 * second, 22 * second);
  const from = beginOf(chance, lastsMs, endsAt, turns);
  return [{ is: apart === "cut_off" ? "node_cut_off" : "node_paused", node, from, to: from + lastsMs }];
}
