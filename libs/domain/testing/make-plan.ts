import { chanceFrom, type Chance } from "./chance.ts";
import { makeFaults, type Climate } from "./make-faults.ts";
import { makeVisits } from "./make-visits.ts";
import type { LiveKitSettings, Plan } from "./plan.ts";

const minute = 60_000;
/** Monday, 2 March 2026, 08:00 UTC. */
const monday = 1_772_438_400_000;

/** A plan of some minutes with some people, out of nothing but a number. */
export function planOf(seed: number, climate: Climate): Plan {
  const chance = chanceFrom(seed);
  const lastsMs = chance.whole(5, 18) * minute;
  const livekit = makeLiveKit(chance, climate);
  const rooms = chance.happens(0.7) ? (["algebra"] as const) : (["algebra", "choir practice"] as const);
  const faults = makeFaults(chance, climate, { lastsMs, livekit, rooms });
  const turns = faults.flatMap(({ from, to }) => [from, to]);
  return {
    seed,
    startsAt: monday + chance.whole(0, 3_600_000),
    lastsMs,
    livekit,
    verifier: { intervalMs: 30_000, clockUncertaintyMs: chance.whole(10, 500) },
    webhooks: makeWebhookWeather(chance),
    visits: makeVisits(chance, { lastsMs, rooms, turns }),
    faults,
  };
}

function makeLiveKit(chance: Chance, climate: Climate): LiveKitSettings {
  const mode = chance.oneOf(["psrpc", "store"] as const);
  const isPair = climate === "cut_off" || climate === "torn" || chance.happens(0.4);
  return isPair ? { mode, nodes: 2, redis: true } : { mode, nodes: 1, redis: chance.happens(0.5) };
}

const makeWebhookWeather = (chance: Chance) =>
  chance.oneOf([
    { lost: 0, late: 0, repeated: 0 },
    { lost: 0.1, late: 0.1, repeated: 0.1 },
    { lost: 0.5, late: 0.3, repeated: 0.3 },
    { lost: 0.9, late: 0.5, repeated: 0.2 },
  ]);
