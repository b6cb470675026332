import { setTimeout as pause } from "node:timers/promises";
import { consumers } from "@rollcall/contracts";
import type { Fault } from "../fault.ts";
import type { Installation } from "../installation/open-installation.ts";
import type { Traffic } from "../traffic/start-traffic.ts";

const rounds = 3;
/** Announcing waits for NATS, and acks wait for announcing: so much time lies between the write and the ack. */
const awayMs = 150;

export const crashBeforeAck: Fault = {
  name: "crash-before-ack",
  why: `\`kill -9\` of attendance in the moment between MongoDB's confirmed write and the ack, ${rounds} times; the way to NATS is slow, so that this moment lasts`,
  lastsMs: 0,
  async inject(installation, traffic) {
    let unacked = 0;
    for (let round = 0; round < rounds; round += 1) {
      using _ = installation.natsWay.slow(awayMs, 0);
      await untilWritten(installation, traffic);
      await installation.services.service("attendance").kill("SIGKILL");
      unacked += await writtenUnacked(installation, traffic);
      await installation.services.service("attendance").restart();
      await pause(1_000);
    }
    if (unacked === 0) throw new Error("attendance never died between the write and the ack");
    return async () => `${unacked} messages written and not acked, ${rounds} crashes`;
  },
};

/** Resolves as soon as the stay of somebody who comes now is stored. */
async function untilWritten({ store }: Installation, { people }: Traffic): Promise<void> {
  const known = people().length;
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    const newest = people().slice(known);
    for (const { sid } of newest) if ((await store.stay(sid)) !== null) return;
    await pause(5);
  }
  throw new Error("nobody who came was stored");
}

/** How many messages wait for an ack though a webhook that they hold is archived. */
async function writtenUnacked({ bus, store }: Installation, { people }: Traffic): Promise<number> {
  const { stream, durable } = consumers.attendance;
  await pause(2 * awayMs);
  const { ack_floor, delivered } = await bus.jsm.consumers.info(stream, durable);
  const ids: string[] = [];
  for (let seq = ack_floor.stream_seq + 1; seq <= delivered.stream_seq; seq += 1) {
    const message = await bus.jsm.streams.getMessage(stream, { seq });
    if (message !== null) ids.push(message.header.get("Nats-Msg-Id"));
  }
  const told = new Set(people().flatMap((person) => person.told));
  return (await store.records(ids.filter((id) => told.has(id)))).length;
}
