import { consumers, streams, type EvidenceRecord } from "@rollcall/contracts";
import { startMongo } from "@rollcall/servers";
import { openMongoStore } from "@rollcall/store";
import { expect, it } from "vitest";
import {
  departures,
  log,
  none,
  openWorld,
  publishAll,
  sampleRecords,
  untilSettled,
  type World,
} from "../testing/world.ts";

/** Waits until some more messages were acked. */
async function untilMoreAcked({ bus }: World): Promise<void> {
  const { stream, durable } = consumers.attendance;
  const acked = async () => (await bus.jsm.consumers.info(stream, durable)).ack_floor.stream_seq;
  const before = await acked();
  await expect.poll(acked, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before + 200);
}

/** Publishes the records again and again until it is stopped, each at least once. */
function startTraffic(world: World, records: readonly EvidenceRecord[]) {
  const stopping = new AbortController();
  const publishing = (async () => {
    do await publishAll(world, records);
    while (!stopping.signal.aborted);
  })();
  return {
    stop: async () => {
      stopping.abort();
      await publishing;
    },
  };
}

it("loses nothing and counts nothing twice when mongod is killed in traffic", async () => {
  await using mongo = await startMongo();
  const { url } = mongo;
  await using store = await openMongoStore({ url, log, createIndexes: true, answerLimitMs: 2_000 });
  await using world = await openWorld(store);
  await using _ = await world.startInstance();
  const records = sampleRecords(2_000, 11);
  const traffic = startTraffic(world, records);
  for (let kills = 0; kills < 3; kills += 1) {
    await untilMoreAcked(world);
    await mongo.kill();
    await mongo.restart();
  }
  await traffic.stop();
  await untilSettled(world);
  expect(await departures(store, records)).toEqual(none);
  expect((await world.bus.jsm.streams.info(streams.dead)).state.messages).toBe(0);
}, 120_000);
