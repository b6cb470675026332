import type { Chance } from "./chance.ts";
import type { Fault, LiveKitSettings } from "./plan.ts";

/**
 * What may go wrong. "fair": webhooks only. "stormy": everything that Rollcall promises to stand. "torn": the same for
 * two media nodes, which stand still or die. "cut_off": media nodes that LiveKit's own bus cannot reach for longer
 * than 25 s, a stated limit.
 */
export type Climate = "fair" | "stormy" | "torn" | "cut_off";

interface Frame {
  readonly lastsMs: number;
  readonly livekit: LiveKitSettings;
  readonly rooms: readonly [string, ...string[]];
}

const fair = ["webhooks_lost", "webhooks_late", "false_room_finished"] as const;

const stormy = [
  ...fair,
  ...(["api_refused", "api_hangs", "api_busy", "api_flaky", "api_empty"] as const),
  ...(["bus_down", "verifier_down", "attendance_down", "node_paused", "node_killed"] as const),
] as const;

const torn = ["node_paused", "node_paused", "node_killed", "node_killed", ...fair, "bus_down"] as const;

const faultsOf = { fair, stormy, torn, cut_off: [...fair, "node_cut_off", "node_cut_off"] } as const;

/** Nodes fail this far apart: an outage in two pieces would be one long outage. */
const apartMs = 90_000;

/** Up to four faults at random times. */
export function makeFaults(chance: Chance, climate: Climate, frame: Frame): readonly Fault[] {
  const faults: Fault[] = [];
  for (let left = chance.whole(0, climate === "fair" ? 2 : 4); left > 0; left--) {
    const fault = makeFault(chance, chance.oneOf(faultsOf[climate]), frame);
    const isTooSoon = "node" in fault && faults.some((other) => "node" in other && isNear(fault, other));
    if (!isTooSoon) faults.push(fault);
  }
  return faults;
}

const isNear = (a: Fault, b: Fault): boolean => a.from - apartMs < b.to && b.from - apartMs < a.to;

function makeFault(chance: Chance, is: Fault["is"], { lastsMs, livekit, rooms }: Frame): Fault {
  const from = chance.whole(0, Math.floor(lastsMs * 0.8));
  const lasting = (least: number, most: number) => ({ from, to: from + chance.whole(least, most) });
  const node = chance.whole(0, livekit.nodes - 1);
  switch (is) {
    case "node_paused":
      return { is, node, ...(chance.happens(0.5) ? lasting(5_000, 14_000) : lasting(20_000, 22_000)) };
    case "node_killed":
      return { is, node, ...lasting(500, 4_300) };
    case "node_cut_off":
      return { is, node, ...lasting(25_000, 150_000) };
    case "false_room_finished":
    case "room_deleted":
      return { is, room: chance.oneOf(rooms), from, to: from + 1 };
    case "verifier_down":
    case "attendance_down":
      return { is, ...lasting(20_000, 240_000) };
    case "api_empty":
      return { is, ...lasting(1_000, 60_000) };
    default:
      return { is, ...lasting(5_000, 150_000) };
  }
}
