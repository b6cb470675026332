import { ensureTopology, openBus, toDeadLetter, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startNats, type Server } from "@rollcall/servers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runRollcall } from "../testing/run-rollcall.ts";

let nats: Server;
let bus: Bus;

beforeAll(async () => {
  nats = await startNats();
  bus = await openBus({ url: nats.url, name: "test", log: createLogger("test", { level: "silent" }) });
  await ensureTopology(bus, {
    evidenceMaxBytes: 1_000_000,
    deadMaxBytes: 1_000_000,
    checksMaxBytes: 1_000_000,
  });
});

afterAll(async () => {
  await bus[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

const bury = (sequence: number) =>
  toDeadLetter(bus, {
    stream: "EVIDENCE",
    consumer: "attendance",
    message: {
      subject: "evidence.webhook.participant_left",
      data: new TextEncoder().encode("{}"),
      headers: { "Nats-Msg-Id": `EV_${sequence}` },
      sequence,
    },
    code: "schema_invalid",
    detail: "room is missing",
    attempts: 4,
  });

const list = (...args: readonly string[]) =>
  runRollcall(["dead-letters", "list", ...args], { NATS_URL: nats.url });

it("lists what could not be processed, the newest last", async () => {
  expect(await list()).toEqual({ code: 0, stdout: "No dead letters.\n", stderr: "" });
  for (const sequence of [1, 2, 3]) await bury(sequence);
  const { code, stdout } = await list("--limit", "2");
  expect(code).toBe(0);
  const [title, ...lines] = stdout.trimEnd().split("\n");
  expect(title).toBe("3 dead letters; the newest 2:");
  expect(lines).toEqual([
    expect.stringMatching(/attendance {2}schema_invalid after 4 attempts .* EV_2$/),
    "      room is missing",
    expect.stringMatching(/ EV_3$/),
    "      room is missing",
  ]);
});
