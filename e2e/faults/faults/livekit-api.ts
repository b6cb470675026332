import type { FakeFate } from "@rollcall/livekit/testing";
import type { Fault } from "../fault.ts";

/** Two looks that prove an absence are 25 s apart: whoever can be ended wrongly is by then. */
const lastsMs = 40_000;

const meets = (name: string, what: string, method: string, fate: FakeFate, isSilent: boolean): Fault => ({
  name,
  why: `${what} for ${lastsMs / 1_000} s, longer than the two looks that prove an absence are apart`,
  lastsMs,
  async inject({ livekit }, { silences }) {
    const silence = { from: Date.now(), to: Infinity };
    if (isSilent) silences.push(silence);
    const fault = livekit.meet(method, fate);
    const before = livekit.calls.length;
    return async () => {
      fault[Symbol.dispose]();
      silence.to = Date.now();
      return `${livekit.calls.length - before} calls still answered`;
    };
  },
});

export const livekitHangs = meets("livekit-hangs", "LiveKit's API answers nothing", "*", "hang", true);

export const livekitRefuses = meets(
  "livekit-fails",
  "LiveKit's API answers 503 at once",
  "*",
  { status: 503, body: "{}" },
  true,
);

export const livekitListsNobody = meets(
  "livekit-lists-nobody",
  "LiveKit lists nobody in any room, as in a split brain, though all are there,",
  "ListParticipants",
  { status: 200, body: JSON.stringify({ participants: [] }) },
  true,
);
