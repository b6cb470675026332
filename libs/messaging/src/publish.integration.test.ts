import { streams } from "@rollcall/contracts";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { inStream } from "../testing/in-stream.ts";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { publish } from "./publish.ts";

const subject = "evidence.webhook.participant_joined";
let own: OwnBus;

beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(() => own.bus.jsm.streams.purge(streams.evidence));

it("stores a message once, with its headers, however often it is sent", async () => {
  const message = { subject, id: "EV_once", body: '{"a":1}', headers: { "Rollcall-Api-Key": "APIkey" } };
  const first = await publish(own.bus, message);
  const second = await publish(own.bus, message);
  expect([first.duplicate, second]).toEqual([false, { seq: first.seq, duplicate: true }]);
  expect(await inStream(own.bus, streams.evidence, subject)).toMatchObject([
    { text: '{"a":1}', headers: { "Nats-Msg-Id": "EV_once", "Rollcall-Api-Key": "APIkey" } },
  ]);
});

it("says that the stream is full, and that a body is too large", async () => {
  const body = "x".repeat(900_000);
  const fill = async () => {
    for (let index = 0; index < 20; index += 1) await publish(own.bus, { subject, body });
  };
  await expect(fill()).rejects.toMatchObject({ code: "stream_full" });
  const tooLarge = "x".repeat((own.bus.nc.info?.max_payload ?? 0) + 1);
  await expect(publish(own.bus, { subject, body: tooLarge })).rejects.toMatchObject({
    code: "body_too_large",
  });
});

it("keeps a bound on what waits for confirmation", async () => {
  const body = new Uint8Array(900_000);
  const results = await Promise.allSettled(
    Array.from({ length: 90 }, () => publish(own.bus, { subject, body }, { timeoutMs: 1 })),
  );
  expect(results.filter(({ status }) => status === "rejected").length).toBeGreaterThan(15);
  expect(own.bus.state.inFlight).toEqual({ messages: 0, bytes: 0 });
});

it("fails within its limit while NATS is away, and rides out a restart within a longer one", async () => {
  await own.server.kill();
  const limit = AbortSignal.timeout(3000);
  await expect(publish(own.bus, { subject, id: "EV_1", body: "" }, { timeoutMs: 300 })).rejects.toMatchObject(
    {
      code: "bus_unavailable",
    },
  );
  expect(limit.aborted).toBe(false);
  const riding = publish(own.bus, { subject, id: "EV_2", body: "" }, { timeoutMs: 20_000 });
  await own.server.restart();
  expect(await riding).toMatchObject({ duplicate: false });
});

it("loses nothing that was confirmed when nats-server is killed under load", async () => {
  const confirmed = new Set<string>();
  const send = async (id: string) => {
    await publish(own.bus, { subject, id, body: id }, { timeoutMs: 30_000 });
    confirmed.add(id);
  };
  const sending = Promise.all(
    Array.from({ length: 8 }, async (_, sender) => {
      for (let index = 0; index < 150; index += 1) await send(`EV_${sender}_${index}`);
    }),
  );
  for (let kills = 0; kills < 2; kills += 1) {
    const before = confirmed.size;
    await expect.poll(() => confirmed.size > before + 100, { timeout: 30_000, interval: 5 }).toBe(true);
    await own.server.kill();
    await own.server.restart();
  }
  await sending;
  const stored = (await inStream(own.bus, streams.evidence, subject)).map(({ text }) => text);
  expect(stored.toSorted()).toEqual([...confirmed].toSorted());
});
