import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { streams, subjects } from "@rollcall/contracts";
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from "@rollcall/telemetry/testing";
import { expect, it } from "vitest";
import { inStream } from "../testing/in-stream.ts";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { readLetter } from "./read-dead-letter.ts";
import { readStored } from "./stored-messages.ts";

const program = fileURLToPath(new URL("../testing/traced-program.ts", import.meta.url));
const register = import.meta.resolve("@rollcall/telemetry/register");

/** Runs the program until it has heard of both changes, given up what is poison and told its metrics; resolves with what it sent. */
async function run({ server, bus }: OwnBus): Promise<Pick<OtlpReceiver, "spans" | "metrics">> {
  await using receiver = await startOtlpReceiver();
  const child = spawn(process.execPath, ["--conditions=@rollcall/source", "--import", register, program], {
    env: { PATH: process.env["PATH"], NATS_URL: server.url, ...receiver.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"program.heard"')) heard += 1;
    if (heard !== 2) continue;
    await expect
      .poll(() => inStream(bus, streams.dead, subjects.allDead), { timeout: 10_000 })
      .toHaveLength(1);
    await expect.poll(() => receiver.metrics.map(({ name }) => name), { timeout: 10_000 }).toContain(waiting);
    child.kill("SIGTERM");
  }
  await exited;
  return receiver;
}

const waiting = "attendance.consumer.pending";

const deliveryCount = ({ attributes }: ReceivedSpan) => Number(attributes["attendance.delivery.count"]);

it("follows each message from its publisher over its redelivery to the notice, and tells how many wait", async () => {
  await using own = await startOwnBus();
  const { spans } = await run(own);
  const roots = spans.filter(({ name }) => name === "ask livekit");
  expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(2);
  for (const { traceId, spanId } of roots) {
    const trace = spans.filter((span) => span.traceId === traceId);
    const all = (name: string) => trace.filter((span) => span.name === name);
    const [published] = all("publish evidence.webhook.participant_left");
    const processed = all("process evidence.webhook.participant_left");
    expect(published?.parentSpanId).toBe(spanId);
    expect(new Set(processed.map(deliveryCount))).toEqual(new Set([1, 2]));
    for (const span of processed) {
      expect(span.parentSpanId).toBe(published?.spanId);
      expect(span.links).toContainEqual({ traceId, spanId: published?.spanId });
    }
    const redelivered = processed.find((span) => deliveryCount(span) === 2);
    const [notified] = all("notify changed.*");
    expect(notified?.parentSpanId).toBe(redelivered?.spanId);
    expect(all("process changed.*").map(({ parentSpanId }) => parentSpanId)).toEqual([notified?.spanId]);
  }
  const poisoned = spans.find(({ name }) => name === "sweep rooms");
  for await (const letters of readStored(own.bus, streams.dead, subjects.allDead)) {
    expect(letters.map((letter) => readLetter(letter).traceId)).toEqual([poisoned?.traceId]);
  }
  expect(spans.find(({ name }) => name === "publish dead.attendance")?.traceId).toBe(poisoned?.traceId);
  const writes = spans.filter(({ name }) => name === "write documents");
  const carriers = new Set(writes.map(({ parentSpanId }) => parentSpanId));
  const handled = spans.filter(
    (span) => span.name.startsWith("process evidence") && deliveryCount(span) === 2,
  );
  for (const { spanId, links } of handled) {
    expect(carriers.has(spanId) || links.some((link) => carriers.has(link.spanId))).toBe(true);
  }
});
