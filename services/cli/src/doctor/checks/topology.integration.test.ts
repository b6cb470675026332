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

  it("is named when it takes small messages only", async () => {
    await using server = await startNats({ extraConfig: "max_payload: 1MB" });
    expect(told(await examine(nats, { natsUrl: server.url }))).toEqual(["warning nats_payload_small"]);
  });
});
