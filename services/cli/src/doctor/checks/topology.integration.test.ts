import { streams as names } from "@rollcall/contracts";
import {
  consumeBatches,
  ensureTopology,
  openBus,
  publish,
  toDeadLetter,
  type Bus,
} from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { freePort, startNats } from "@rollcall/servers";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { consumers } from "./consumers.ts";
import { deadLetters } from "./dead-letters.ts";
import { natsSync } from "./nats-sync.ts";
import { nats } from "./nats.ts";
import { streams } from "./streams.ts";

const log = createLogger("test", { level: "silent" });

/** A NATS with the streams as the services make them. */
async function installed(): Promise<AsyncDisposable & { readonly url: string; readonly bus: Bus }> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startNats());
  const bus = stack.use(await openBus({ url: server.url, name: "test", log }));
  await ensureTopology(bus);
  const opened = stack.move();
  return { url: server.url, bus, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Greets as a NATS that says this of itself, and answers pings. */
async function greetAs(info: object): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(`INFO ${JSON.stringify({ ...info, proto: 1, headers: true, jetstream: true })}\r\n`);
    socket.on("data", (data) => data.includes("PING") && socket.write("PONG\r\n"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `nats://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

const bury = (bus: Bus, consumer: string, sequence: number) =>
  toDeadLetter(bus, {
    ...{ stream: names.evidence, consumer, code: "schema_invalid", attempts: 4 },
    message: {
      ...{ subject: "evidence.webhook.participant_left", headers: {}, sequence },
      data: new TextEncoder().encode("{}"),
    },
  });

describe("streams", () => {
  it("are fine as the services make them", async () => {
    await using one = await installed();
    expect(told(await examine(streams, { natsUrl: one.url }))).toEqual(["ok streams_as_planned"]);
  });

  it("that are missing are named", async () => {
    await using one = await installed();
    await one.bus.jsm.streams.delete(names.evidence);
    const [finding] = await examine(streams, { natsUrl: one.url });
    expect(finding).toMatchObject({ level: "problem", code: "stream_missing" });
    expect(finding?.found).toContain("EVIDENCE");
  });

  it("that somebody changed are named with both values, and how full they are", async () => {
    await using one = await installed();
    await one.bus.jsm.streams.update(names.evidence, { max_bytes: 1_000_000 });
    for (const part of [1, 2]) {
      const id = `EV_${part}`;
      await publish(one.bus, { subject: "evidence.webhook.unknown", id, body: "x".repeat(450_000) });
    }
    const findings = await examine(streams, { natsUrl: one.url });
    expect(told(findings)).toEqual(["problem stream_changed", "warning stream_filling"]);
    expect(findings[0]?.found).toContain("max_bytes 1000000, not 2147483648");
  });
});

describe("consumers", () => {
  it("that nobody asks for messages are named, and the one that somebody asks is not", async () => {
    await using one = await installed();
    const options = { stream: names.evidence, durable: "attendance", maxMessages: 10 };
    await using _ = await consumeBatches(one.bus, options, async (batch) =>
      batch.map(() => ({ is: "done" })),
    );
    const findings = await examine(consumers, { natsUrl: one.url });
    const idle = findings.filter(({ code }) => code === "consumer_not_taken");
    expect(idle.map(({ measured }) => measured["consumer"])).toEqual(["verifier", "dead_letters"]);
  });

  it("that are missing or changed are named", async () => {
    await using one = await installed();
    await one.bus.jsm.consumers.delete(names.checks, "verifier");
    await one.bus.jsm.consumers.update(names.evidence, "attendance", { max_deliver: 2 });
    const findings = await examine(consumers, { natsUrl: one.url });
    expect(told(findings)).toEqual(
      expect.arrayContaining(["problem consumer_missing", "problem consumer_changed"]),
    );
    const changed = findings.find(({ code }) => code === "consumer_changed");
    expect(changed?.found).toContain("attendance has max_deliver 2, not 15");
  });
});

describe("evidence that waits", () => {
  it("is counted, and told by the age of its oldest piece, also behind what is in hand", async () => {
    await using one = await installed();
    for (const id of ["EV_1", "EV_2"]) {
      await publish(one.bus, { subject: "evidence.webhook.unknown", id, body: "{}" });
    }
    const lagOf = async () =>
      (await examine(consumers, { natsUrl: one.url })).find(
        ({ code, measured }) => code === "consumer_keeps_up" && measured["consumer"] === "attendance",
      );
    const taken = await one.bus.js.consumers.get(names.evidence, "attendance");
    await taken.next();
    const waiting = await lagOf();
    expect(waiting?.found).toBe("attendance: 2 messages wait.");
    expect(waiting?.measured["behindMs"]).toBeGreaterThan(0);
  });
});

describe("dead letters", () => {
  it("are a warning, and a problem when evidence is among them", async () => {
    await using one = await installed();
    expect(told(await examine(deadLetters, { natsUrl: one.url }))).toEqual(["ok no_dead_letters"]);
    await bury(one.bus, "verifier", 1);
    expect(told(await examine(deadLetters, { natsUrl: one.url }))).toEqual(["warning dead_letters"]);
    await bury(one.bus, "attendance", 2);
    const [finding] = await examine(deadLetters, { natsUrl: one.url });
    expect(finding).toMatchObject({ level: "problem", measured: { total: 2, evidence: 1 } });
  });
});

describe("the server", () => {
  it("is asked when it writes to the disk, where its monitoring is open", async () => {
    const port = await freePort();
    await using _ = await startNats({ extraConfig: `http: "127.0.0.1:${port}"` });
    const natsMonitor = `http://127.0.0.1:${port}`;
    expect(told(await examine(natsSync, { natsMonitor }))).toEqual(["ok nats_syncs_always"]);
    expect(told(await examine(natsSync, {}))).toEqual(["unknown nats_sync_unseen"]);
  });

  it("is named when it confirms before it writes", async () => {
    const port = await freePort();
    const extraConfig = `http: "127.0.0.1:${port}"\njetstream { sync_interval: "2m" }`;
    await using _ = await startNats({ extraConfig });
    const [finding] = await examine(natsSync, { natsMonitor: `http://127.0.0.1:${port}` });
    expect(finding).toMatchObject({ level: "warning", code: "nats_syncs_late" });
    expect(finding?.measured).toEqual({ intervalMs: 120_000 });
    expect(finding?.change).toContain("sync_interval: always");
  });

  it("is named by its greeting when it is too old", async () => {
    await using old = await greetAs({ version: "2.12.3", max_payload: 8_388_608 });
    const [finding] = await examine(nats, { natsUrl: old.url });
    expect(finding).toMatchObject({ level: "problem", code: "nats_too_old" });
    expect(finding?.found).toContain("2.12.3");
  });

  it("is named when it takes small messages only", async () => {
    await using server = await startNats({ extraConfig: "max_payload: 1MB" });
    expect(told(await examine(nats, { natsUrl: server.url }))).toEqual(["warning nats_payload_small"]);
  });
});
