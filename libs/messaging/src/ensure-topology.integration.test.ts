import { consumers, streams } from "@rollcall/contracts";
import { createLogger } from "@rollcall/runtime";
import { startNats } from "@rollcall/servers";
import { expect, it } from "vitest";
import { smallLimits } from "../testing/own-bus.ts";
import { ensureTopology, refuseOldServer } from "./ensure-topology.ts";
import { openBus } from "./open-bus.ts";

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
