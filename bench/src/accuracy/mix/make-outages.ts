import { minute, second } from "@rollcall/domain";
import type { Chance, Fault, LiveKitSettings } from "@rollcall/domain/testing";
import type { OutageKind } from "./troubles.ts";

export interface Scene {
  readonly endsAt: number;
  readonly livekit: LiveKitSettings;
  /** When people come and go: outages tend to fall there, where they hurt. */
  readonly turns: readonly number[];
}

/** One outage of a kind; half of them while somebody comes or goes. */
export function makeOutage(chance: Chance, kind: OutageKind, scene: Scene): Fault {
  const { endsAt, livekit, turns } = scene;
  const lasting = (least: number, most: number) => {
    const lastsMs = chance.whole(least, most);
    const from = beginOf(chance, lastsMs, endsAt, turns);
    return { from, to: from + lastsMs };
  };
  switch (kind) {
    case "receiver": {
      const is = chance.oneOf(["receiver_down", "receiver_hangs", "receiver_defers"] as const);
      const mostMs = {
        receiver_down: 180 * second,
        receiver_hangs: 60 * second,
        receiver_defers: 120 * second,
      };
      return { is, ...lasting(10 * second, mostMs[is]) };
    }
    case "webhooks_off":
      return { is: "webhooks_lost", from: 0, to: endsAt + 15 * minute };
    case "api_away": {
      const is = chance.oneOf(["api_refused", "api_hangs", "api_busy"] as const);
      return { is, ...lasting(5 * second, 180 * second) };
    }
    case "api_flaky":
      return { is: "api_flaky", ...lasting(minute, 10 * minute) };
    case "lists_empty":
      return { is: "api_empty", ...lasting(5 * second, 60 * second) };
    case "lists_partial":
      return { is: "api_partial", ...lasting(minute, 5 * minute) };
    case "lists_lag":
      return { is: "api_lags", ...lasting(minute, 15 * minute) };
    case "node_killed":
      return { is: "node_killed", node: chance.whole(0, livekit.nodes - 1), ...lasting(500, 4_300) };
    case "bus":
      return { is: "bus_down", ...lasting(10 * second, 150 * second) };
    case "verifier":
      return { is: "verifier_down", ...lasting(30 * second, 10 * minute) };
    case "attendance":
      return { is: "attendance_down", ...lasting(30 * second, 10 * minute) };
  }
}

export function beginOf(chance: Chance, lastsMs: number, endsAt: number, turns: readonly number[]): number {
  const [first, ...others] = turns;
  const at =
    first !== undefined && chance.happens(0.5)
      ? chance.oneOf([first, ...others]) - chance.whole(0, lastsMs)
      : chance.whole(0, endsAt);
  return Math.max(at, 0);
}
