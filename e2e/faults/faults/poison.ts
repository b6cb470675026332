import { sendWebhook } from "@rollcall/livekit/testing";
import { publish } from "@rollcall/messaging";
import { subjects } from "@rollcall/contracts";
import type { Fault } from "../fault.ts";

const joined = {
  event: "participant_joined",
  id: "EV_poison",
  createdAt: "1700000000",
  room: { sid: "RM_poison", name: "poison" },
  participant: { sid: "PA_poison", identity: "poison", joinedAt: "1700000000", joinedAtMs: "1700000000000" },
};

/** Events that matter, in shapes that nobody knows: each must end in the dead letters, and hold up nothing. */
const misshapen: readonly Readonly<Record<string, unknown>>[] = [
  { room: null },
  { room: [] },
  { room: "poison" },
  { room: { sid: "RM_poison" } },
  { room: { name: "" } },
  { room: { name: 7 } },
  { participant: null },
  { participant: [] },
  { participant: { ...joined.participant, sid: undefined } },
  { participant: { ...joined.participant, sid: { $gt: "" } } },
  { participant: { ...joined.participant, identity: 7 } },
  { participant: { ...joined.participant, name: {} } },
  { participant: { ...joined.participant, joinedAtMs: "soon" } },
  { participant: { ...joined.participant, permission: "all" } },
  { createdAt: null },
  { createdAt: "yesterday" },
  { createdAt: -1.5 },
  { createdAt: "99999999999999999999" },
];

/** What no LiveKit ever signs, put into the stream directly. */
const rubbish: readonly (string | Uint8Array)[] = [
  "",
  "{",
  new Uint8Array([0, 255, 254, 128]),
  "[".repeat(50_000),
];

/** What attendance must give up in the end; a body that is no JSON object says nothing, and is only archived. */
export const poison: Fault = {
  name: "poison",
  why: `${misshapen.length} authentic webhooks in shapes that nobody knows, and ${rubbish.length} kinds of rubbish in the stream itself`,
  lastsMs: 2_000,
  heldBack: misshapen.length + rubbish.length,
  async inject({ services, key, bus }) {
    for (const [number, wrong] of misshapen.entries()) {
      const webhook = { ...joined, ...wrong, id: `EV_poison_${number}` };
      const answer = await sendWebhook(`${services.ingressUrl}/livekit/webhook`, key, webhook);
      if (answer.status !== 200) throw new Error(`poison ${number} was answered with ${answer.status}`);
    }
    for (const [number, body] of rubbish.entries())
      await publish(bus, { subject: subjects.webhook("participant_joined"), id: `rubbish-${number}`, body });
    return async () => `${misshapen.length} misshapen, ${rubbish.length} rubbish`;
  },
};
