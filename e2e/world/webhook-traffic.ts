import { setTimeout as pause } from "node:timers/promises";
import { sendWebhook, type Key } from "@rollcall/livekit/testing";

/** Webhooks as LiveKit sends them, without a LiveKit: each again until it is answered with 200. */
export interface WebhookTraffic extends AsyncDisposable {
  /** Ids of the webhooks that were answered with 200. */
  readonly acknowledged: ReadonlySet<string>;
  /** SIDs of the stays whose `joined` and `left` both were, in this order. */
  readonly finished: readonly string[];
  /** Longest time from the first sending of a webhook until its 200, in milliseconds, since the last call. */
  longestWait(): number;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

const senders = 4;
const pauseMs = 100;

/** People come and go in one room, several at once, until `stop`. */
export function startWebhookTraffic(ingressUrl: string, key: Key, room: string): WebhookTraffic {
  const acknowledged = new Set<string>();
  const finished: string[] = [];
  const waits: number[] = [];
  const stopping = new AbortController();
  const send = async (event: string, sid: string) => {
    const id = `EV_${sid}_${event}`;
    const firstAt = performance.now();
    await untilAcknowledged(ingressUrl, key, webhook({ id, event, sid, room }));
    waits.push(performance.now() - firstAt);
    acknowledged.add(id);
  };
  const comeAndGo = async (sender: number) => {
    for (let count = 0; !stopping.signal.aborted; count += 1) {
      const sid = `PA_${room}_${sender}_${count}`;
      await send("participant_joined", sid);
      await send("participant_left", sid);
      finished.push(sid);
      await pause(pauseMs);
    }
  };
  const all = Promise.all(Array.from({ length: senders }, (_, sender) => comeAndGo(sender)));
  const stop = async () => {
    stopping.abort();
    await all;
  };
  return {
    ...{ acknowledged, finished, stop },
    longestWait: () => Math.max(0, ...waits.splice(0)),
    [Symbol.asyncDispose]: stop,
  };
}

const giveUpMs = 60_000;

/** Waits between the attempts as ingress asks for. */
async function untilAcknowledged(
  ingressUrl: string,
  key: Key,
  event: Readonly<Record<string, unknown>>,
): Promise<void> {
  const deadline = performance.now() + giveUpMs;
  for (;;) {
    const { status, headers } = await sendWebhook(`${ingressUrl}/livekit/webhook`, key, event);
    if (status === 200) return;
    if (status !== 503 || performance.now() > deadline) throw new Error(`a webhook was answered ${status}`);
    await pause(Number(headers.get("retry-after") ?? 1) * 1_000);
  }
}

function webhook({ id, event, sid, room }: Readonly<Record<"id" | "event" | "sid" | "room", string>>) {
  const seconds = Math.floor(Date.now() / 1_000);
  return {
    ...{ id, event, createdAt: String(seconds) },
    room: { sid: `RM_${room}`, name: room, creationTime: String(seconds) },
    participant: {
      ...{ sid, identity: sid, name: sid, kind: "STANDARD" },
      state: event === "participant_left" ? "DISCONNECTED" : "ACTIVE",
      joinedAt: String(seconds),
      joinedAtMs: String(seconds * 1_000),
      ...(event === "participant_left" && { disconnectReason: "CLIENT_INITIATED" }),
    },
  };
}
