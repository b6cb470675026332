import { againHeaders, consumers, CodedError, streams, subjects, type Verdict } from "@rollcall/contracts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inStream, progress } from "../testing/in-stream.ts";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { consumeBatches, consumeEach, type BatchOptions, type Consumer } from "./consume.ts";
import { deadLetterHeaders } from "./dead-letter.ts";
import type { Delivery } from "./delivery.ts";
import { publish } from "./publish.ts";

const { stream, durable } = consumers.attendance;
const subject = "evidence.webhook.participant_left";
const done: Verdict = { is: "done" };
const backoff = { awayMs: [20], failedMs: [20, 30, 40] };
const options: BatchOptions = { stream, durable, backoff };

let own: OwnBus;
let consumer: Consumer | undefined;

beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(async () => {
  await own.bus.jsm.streams.purge(stream);
  await own.bus.jsm.streams.purge(streams.dead);
});
afterEach(() => consumer?.[Symbol.asyncDispose]());

const send = (bodies: readonly string[]) =>
  Promise.all(bodies.map((body) => publish(own.bus, { subject, id: body, body })));
const textOf = ({ data }: Delivery) => new TextDecoder().decode(data);
const settled = () =>
  expect
    .poll(() => progress(own.bus, stream, durable), { timeout: 20_000 })
    .toMatchObject({ waiting: 0, unsettled: 0 });

/** Consumes, deciding by each message's text, and keeps what was handled together. */
async function consume(decide: (text: string, times: number) => Verdict, more: Partial<BatchOptions> = {}) {
  const batches: string[][] = [];
  const times = new Map<string, number>();
  consumer = await consumeBatches(own.bus, { ...options, ...more }, async (batch) => {
    batches.push(batch.map(textOf));
    return batch.map((delivery) => {
      const text = textOf(delivery);
      times.set(text, (times.get(text) ?? 0) + 1);
      return decide(text, times.get(text) ?? 0);
    });
  });
  return { batches, times };
}

describe("batches", () => {
  it("take what is there, more each time up to the limit, with numbers, ids and headers", async () => {
    await send(Array.from({ length: 25 }, (_, index) => `EV_batch_${index}`));
    const seen: Delivery[] = [];
    const sizes: number[] = [];
    consumer = await consumeBatches(own.bus, { ...options, maxMessages: 10 }, (batch) => {
      sizes.push(batch.length);
      seen.push(...batch);
      return Promise.resolve(batch.map(() => done));
    });
    await settled();
    expect(sizes).toEqual([1, 2, 4, 8, 10]);
    const [first] = seen;
    expect(first).toMatchObject({ subject, id: textOf(seen[0] as Delivery), deliveries: 1 });
    expect(Math.abs(Date.now() - (first?.storedAt ?? 0))).toBeLessThan(60_000);
    expect(new Set(seen.map(({ sequence }) => sequence)).size).toBe(25);
  });

  it("never wait to fill: each message that trickles in is handled before the next is sent", async () => {
    const { batches } = await consume(() => done);
    for (let index = 0; index < 20; index += 1) {
      await send([`EV_trickle_${index}`]);
      await expect.poll(() => batches.length, { interval: 1 }).toBe(index + 1);
    }
  });

  it("are held, without a new delivery, while a neighbour is away", async () => {
    await send(["EV_held"]);
    const deliveries: number[] = [];
    consumer = await consumeBatches(own.bus, options, ([delivery]) => {
      deliveries.push(delivery?.deliveries ?? 0);
      if (deliveries.length === 1) return Promise.resolve([{ is: "retry", why: "store_unavailable" }]);
      if (deliveries.length < 25) throw new CodedError("store_unavailable");
      return Promise.resolve([done]);
    });
    await settled();
    expect(deliveries).toEqual(Array.from({ length: 25 }, () => 1));
    expect(await inStream(own.bus, streams.dead, subjects.allDead)).toEqual([]);
  });

  it("put back what could not be written when the rest was", async () => {
    await send(["EV_lost", "EV_won"]);
    const { times } = await consume((text, count) =>
      text === "EV_lost" && count < 3 ? { is: "retry", why: "write_conflict" } : done,
    );
    await settled();
    expect(Object.fromEntries(times)).toEqual({ EV_lost: 3, EV_won: 1 });
  });
});

describe("a message that fails by itself", () => {
  it("is tried three times again, then kept with its reason, while others flow past", async () => {
    await publish(own.bus, { subject, id: "EV_bad", body: "bad", headers: { "Rollcall-Api-Key": "APIkey" } });
    const { times } = await consume((text) =>
      text === "bad" ? { is: "reject", why: "schema_invalid", detail: "no\nroom" } : done,
    );
    await send(["EV_good"]);
    await settled();
    expect(Object.fromEntries(times)).toEqual({ bad: 4, EV_good: 1 });
    expect(await inStream(own.bus, streams.dead, subjects.dead(durable))).toMatchObject([
      {
        text: "bad",
        headers: {
          "Rollcall-Api-Key": "APIkey",
          [deadLetterHeaders.code]: "schema_invalid",
          [deadLetterHeaders.detail]: "no room",
          [deadLetterHeaders.attempts]: "4",
          [deadLetterHeaders.id]: "EV_bad",
          [deadLetterHeaders.subject]: subject,
        },
      },
    ]);
  });

  it("is found out when it makes its whole batch throw", async () => {
    await send(["EV_1", "EV_throws", "EV_2"]);
    const { times } = await consume((text) => {
      if (text === "EV_throws") throw new TypeError("a bug");
      return done;
    });
    await settled();
    const dead = await inStream(own.bus, streams.dead, subjects.dead(durable));
    expect(dead).toMatchObject([
      { text: "EV_throws", headers: { [deadLetterHeaders.code]: "unexpected_error" } },
    ]);
    expect(times.get("EV_2")).toBe(1);
  });

  it("is tried once when it was a dead letter before, and becomes one again with all its tries", async () => {
    const headers = { [againHeaders.id]: "EV_was", [againHeaders.letter]: "7", [againHeaders.attempts]: "4" };
    await publish(own.bus, { subject, id: "again.7.1", body: "again", headers });
    const { times } = await consume(() => ({ is: "reject", why: "schema_invalid" }));
    await settled();
    expect(times.get("again")).toBe(1);
    const [dead] = await inStream(own.bus, streams.dead, subjects.dead(durable));
    expect(dead?.headers).toMatchObject({
      [deadLetterHeaders.id]: "EV_was",
      [deadLetterHeaders.attempts]: "5",
      [againHeaders.letter]: "7",
    });
  });

  it("counts its own failures only, not those of neighbours", async () => {
    await send(["EV_mixed"]);
    await consume((_text, count) =>
      count > 4 ? { is: "reject", why: "schema_invalid" } : { is: "retry", why: "store_unavailable" },
    );
    await settled();
    const [dead] = await inStream(own.bus, streams.dead, subjects.dead(durable));
    expect(dead?.headers[deadLetterHeaders.attempts]).toBe("4");
  });
});

describe("stopping", () => {
  it("finishes and acks the batch under way", async () => {
    await send(["EV_last"]);
    const entered = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const stopping = await consumeBatches(own.bus, options, async (batch) => {
      entered.resolve();
      await released.promise;
      return batch.map(() => done);
    });
    await entered.promise;
    const stopped = stopping[Symbol.asyncDispose]();
    released.resolve();
    await stopped;
    await stopping[Symbol.asyncDispose]();
    expect(await progress(own.bus, stream, durable)).toMatchObject({ waiting: 0, unsettled: 0 });
  });

  it("hands back what waits for a neighbour, and another instance goes on at once", async () => {
    await send(["EV_handed"]);
    const waiting = Promise.withResolvers<void>();
    const slow = { ...options, backoff: { ...backoff, awayMs: [20, 60_000] } };
    let rounds = 0;
    const first = await consumeBatches(own.bus, slow, (batch) => {
      rounds += 1;
      if (rounds === 2) waiting.resolve();
      return Promise.resolve(batch.map(() => ({ is: "retry", why: "store_unavailable" }) as const));
    });
    await waiting.promise;
    const { batches } = await consume(() => done);
    await first[Symbol.asyncDispose]();
    await settled();
    expect(batches.flat()).toContain("EV_handed");
  });
});

it("handles one by one, at first alone, then several at once and no more", async () => {
  await send(Array.from({ length: 12 }, (_, index) => `EV_each_${index}`));
  let running = 0;
  let most = 0;
  let handled = 0;
  const full = Promise.withResolvers<void>();
  consumer = await consumeEach(own.bus, { ...options, concurrency: 3 }, async () => {
    running += 1;
    handled += 1;
    most = Math.max(most, running);
    if (running === 3) full.resolve();
    // The first ones go through, and let more in.
    if (handled > 2) await full.promise;
    running -= 1;
    return done;
  });
  await settled();
  expect(most).toBe(3);
});

it("loses nothing, and gives nothing up, when nats-server is killed while messages flow", async () => {
  const bodies = Array.from({ length: 3000 }, (_, index) => `EV_kill_${index}`);
  await send(bodies);
  const { batches } = await consume(() => done, { maxMessages: 100 });
  for (let kills = 0; kills < 2; kills += 1) {
    const before = batches.length;
    await expect.poll(() => batches.length > before + 3, { timeout: 30_000, interval: 1 }).toBe(true);
    await own.server.kill();
    await own.server.restart();
  }
  await expect.poll(() => new Set(batches.flat()).size, { timeout: 50_000 }).toBe(bodies.length);
  expect(await inStream(own.bus, streams.dead, subjects.allDead)).toEqual([]);
});
