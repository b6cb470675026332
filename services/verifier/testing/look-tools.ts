import { within } from "@rollcall/runtime";
import pLimit from "p-limit";
import { ControlRoom } from "../src/control-room.ts";
import { FairPool } from "../src/fair-pool.ts";
import type { LiveKit } from "../src/livekit.ts";
import type { LookTools } from "../src/take-look.ts";
import { noon } from "./people.ts";

/** Tools for a look at noon whose clock agrees with LiveKit's and whose pauses take no time. */
export const lookTools = (livekit: LiveKit, over: Partial<LookTools> = {}): LookTools => ({
  livekit,
  listingMode: { current: () => Promise.resolve("psrpc"), doubt: () => {} },
  listings: pLimit(16),
  rereadings: pLimit(16),
  answers: new FairPool(64),
  silences: new FairPool(64),
  controlRoom: new ControlRoom((room) => livekit.control(room), "test"),
  earliest: (ours) => ours,
  latest: (ours) => ours,
  now: () => noon,
  wait: () => Promise.resolve(),
  within,
  ...over,
});

export const storeMode = { current: () => Promise.resolve("store" as const), doubt: () => {} };
