import {
  againHeaders,
  lettersRedrivenSchema,
  lettersSeenSchema,
  letterSchema,
  streams,
  subjects,
  webhookHeaders,
} from "@rollcall/contracts";
import { startServices, type Services } from "@rollcall/local";
import { openBus, publish, toDeadLetter, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startMongo, startNats } from "@rollcall/servers";
import { startOtlpReceiver, type OtlpReceiver } from "@rollcall/telemetry/testing";
import { mintToken } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openReader, type Reader } from "./world/reader.ts";

const keys = { apiKey: "e2e-key", apiSecret: "e2e-secret-of-at-least-32-characters" };
const opened = new AsyncDisposableStack();
let otlp: OtlpReceiver;
let services: Services;
let bus: Bus;
let reader: Reader;
let operator: string;

beforeAll(async () => {
  otlp = opened.use(await startOtlpReceiver());
  const [nats, mongo] = await Promise.all([startNats(), startMongo()]);
  opened.use(nats);
  opened.use(mongo);
  const livekitUrl = "ws://127.0.0.1:9";
  services = opened.use(
    await startServices({ ...keys, livekitUrl, natsUrl: nats.url, mongodbUrl: mongo.url, env: otlp.env }),
  );
  const log = createLogger("test", { level: "silent" });
  bus = opened.use(await openBus({ url: nats.url, name: "test", log }));
  reader = await openReader(services.queryUrl, keys);
  operator = await mintToken(keys, { roomList: true, roomCreate: true }, { identity: "operator" });
}, 600_000);
afterAll(() => opened.disposeAsync());

const listed = async () => lettersSeenSchema.parse(await (await reader.get("/api/dead-letters")).json());

async function act(deed: "redrive" | "drop", body: unknown): Promise<unknown> {
  const answer = await fetch(new URL(`/api/dead-letters/${deed}`, services.queryUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${operator}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

const subject = subjects.webhook("participant_joined");
const headers = { [webhookHeaders.receivedAt]: "1772442000100" };
const joined = {
  event: "participant_joined",
  id: "EV_alice",
  createdAt: "1772442000",
  room: { sid: "RM_1", name: "algebra" },
  participant: { sid: "PA_alice", identity: "alice", state: "ACTIVE", joinedAt: "1772442000" },
};

const counted = () => otlp.metrics.findLast(({ name }) => name === "attendance.dead_letters");

it("an operator sees over HTTP what was given up, redrives it, and drops what stays poison", async () => {
  // As an older version gave it up, which did not understand it.
  await toDeadLetter(bus, {
    ...{ stream: streams.evidence, consumer: "attendance", code: "unexpected_error", attempts: 4 },
    message: {
      ...{ subject, headers: { ...headers, "Nats-Msg-Id": "EV_alice" }, sequence: 4_711 },
      data: new TextEncoder().encode(JSON.stringify(joined)),
    },
  });
  // What says that it was a letter before is tried once, and not for eight minutes.
  const poison = JSON.stringify({ ...joined, id: "EV_poison", participant: { sid: 7 } });
  const once = { ...headers, [againHeaders.letter]: "1", [againHeaders.attempts]: "4" };
  await publish(bus, { subject, headers: once, body: poison, id: "EV_poison" });
  await expect.poll(async () => (await listed()).total, { timeout: 60_000 }).toBe(2);

  const { letters, mayChange } = await listed();
  expect(mayChange).toBe(false);
  expect(letters.map(({ id, reason, attempts }) => [id, reason, attempts])).toEqual([
    ["EV_poison", "schema_invalid", 5],
    ["EV_alice", "unexpected_error", 4],
  ]);
  const number = letters[0]?.number ?? 0;
  const letter = letterSchema.parse(await (await reader.get(`/api/dead-letters/${number}`)).json());
  expect(letter).toMatchObject({ body: poison, stream: streams.evidence, subject });

  const { stored, failed } = lettersRedrivenSchema.parse(await act("redrive", { all: true }));
  expect([stored, failed.map((one) => [one.number, one.reason])]).toEqual([1, [[number, "schema_invalid"]]]);
  const left = await listed();
  expect(left.letters.map(({ id, attempts }) => [id, attempts])).toEqual([["EV_poison", 6]]);
  expect(left.letters[0]?.number).toBe(failed[0]?.again);
  expect((await reader.statusOf("algebra", "alice")).stays.map(({ sid }) => sid)).toEqual(["PA_alice"]);

  expect(await act("drop", { numbers: [failed[0]?.again] })).toEqual({ dropped: 1, left: 0 });
  expect((await listed()).total).toBe(0);
  expect(services.output("attendance")).toContain("letters.dropped");
  // Attendance gave it up twice; what the older version gave up was counted then.
  await expect.poll(counted, { timeout: 20_000 }).toMatchObject({ service: "attendance", value: 2 });
});

it("what operators do about dead letters waits for attendance, and nothing else does", async () => {
  await services.service("attendance").kill();
  const answer = await reader.get("/api/dead-letters");
  expect([answer.status, await answer.json()]).toEqual([
    503,
    expect.objectContaining({ code: "attendance_unavailable" }),
  ]);
  expect((await reader.get("/api/meetings")).status).toBe(200);
  await services.service("attendance").restart();
  expect((await listed()).total).toBe(0);
});
