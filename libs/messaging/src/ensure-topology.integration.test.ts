import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consumers, streams } from "@rollcall/contracts";
import { createLogger, loadConfig } from "@rollcall/runtime";
import { startNats } from "@rollcall/servers";
import { expect, it } from "vitest";
import { z } from "zod";
import { smallLimits } from "../testing/own-bus.ts";
import { ensureStream, ensureTopology, refuseOldServer } from "./ensure-topology.ts";
import { openBus } from "./open-bus.ts";
import { streamLimitsOf, streamSettings } from "./stream-settings.ts";
import { defaultLimits, streamPlans } from "./topology.ts";

const log = createLogger("test", { level: "silent" });

it("is made by several instances at once and again, and follows new limits", async () => {
  await using server = await startNats();
  await using first = await openBus({ url: server.url, name: "first", log });
  await using second = await openBus({ url: server.url, name: "second", log });
  await Promise.all([first, second, first, second].map((bus) => ensureTopology(bus, smallLimits)));
  await ensureTopology(second, { ...smallLimits, evidenceMaxBytes: 1_000_000 });

  const names = await first.jsm.streams.names().next();
  expect(names.toSorted()).toEqual(Object.values(streams).toSorted());
  expect((await first.jsm.streams.info(streams.evidence)).config).toMatchObject({
    max_bytes: 1_000_000,
    discard: "new",
    retention: "limits",
    storage: "file",
  });
  for (const { stream, durable } of Object.values(consumers)) {
    expect((await first.jsm.consumers.info(stream, durable)).name).toBe(durable);
  }
});

it("refuses a NATS that ignores a setting without a word, as an older one ignores schedules", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "rollcall-lenient-"));
  const extraConfig = `jetstream { strict: false, store_dir: "${folder.path}" }`;
  await using server = await startNats({ extraConfig });
  await using bus = await openBus({ url: server.url, name: "test", log });
  const [plan] = streamPlans(defaultLimits);
  const ofTheFuture = { allow_what_comes_next: true };
  await expect(
    ensureStream(bus, { ...plan, name: "EVIDENCE", subjects: ["evidence.>"], ...ofTheFuture }),
  ).rejects.toMatchObject({
    code: "bus_unavailable",
    message: "NATS ignores allow_what_comes_next of the stream EVIDENCE",
  });
});

const limitsOf = (env: Readonly<Record<string, string>>) =>
  streamLimitsOf(loadConfig(z.object(streamSettings), env));

it("makes streams by settings, which another instance may follow later", async () => {
  await using server = await startNats();
  await using bus = await openBus({ url: server.url, name: "test", log });
  const kept = async () => {
    const { max_age, max_bytes, num_replicas } = (await bus.jsm.streams.info(streams.evidence)).config;
    return [max_age / 86_400e9, max_bytes / 2 ** 20, num_replicas];
  };
  await ensureTopology(bus, limitsOf({ EVIDENCE_MAX_MIB: "16", DEAD_MAX_MIB: "4" }));
  expect(await kept()).toEqual([30, 16, 1]);
  await ensureTopology(
    bus,
    limitsOf({ EVIDENCE_MAX_AGE_DAYS: "7", EVIDENCE_MAX_MIB: "32", DEAD_MAX_MIB: "4" }),
  );
  expect(await kept()).toEqual([7, 32, 1]);
  const alone = ensureTopology(bus, limitsOf({ NATS_REPLICAS: "3" }));
  await expect(alone).rejects.toThrow(/^NATS refuses the stream EVIDENCE: .*replicas/);
});

it("says what NATS refuses", async () => {
  await using server = await startNats();
  await using bus = await openBus({ url: server.url, name: "test", log });
  const refused = ensureTopology(bus, { ...smallLimits, evidenceMaxBytes: Number.MAX_SAFE_INTEGER });
  await expect(refused).rejects.toMatchObject({
    code: "bus_unavailable",
    message: expect.stringMatching(/^NATS refuses the stream EVIDENCE: /),
  });
});

it.each(["2.13.9", "1.99.0", "unknown"])("refuses nats-server %s", (version) => {
  expect(() => refuseOldServer(version)).toThrow(
    `nats-server is version ${version}, at least 2.14 is needed`,
  );
});

it.each(["2.14.0", "2.15.1-RC.1", "3.0.0"])("accepts nats-server %s", (version) => {
  expect(() => refuseOldServer(version)).not.toThrow();
});
