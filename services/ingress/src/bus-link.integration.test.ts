import { streams } from "@rollcall/contracts";
import { openBus, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { freePort, startNats, type Server } from "@rollcall/servers";
import { eventually } from "@rollcall/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { joined, openIngress, type IngressUnderTest } from "../testing/open-ingress.ts";
import { linkToBus } from "./bus-link.ts";

const log = createLogger("ingress", { level: "silent" });
/** Two seconds are promised; the rest is for a slow machine. */
const answerLimitMs = 4000;

let nats: Server;
let ingress: IngressUnderTest;
let stack: AsyncDisposableStack;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  nats = stack.use(await startNats());
  const link = stack.use(linkToBus({ url: nats.url, log }));
  ingress = stack.use(await openIngress(link));
  await eventually(() => {
    if (!link.isConnected()) throw new Error("not connected yet");
  });
});
afterEach(() => stack.disposeAsync());

const post = (id: string) => ingress.post({ ...joined, id });
const retryAfter = (answer: Response) => Number(answer.headers.get("retry-after"));

/** Ids of what the evidence stream holds, in order. */
async function storedIds(bus: Bus): Promise<readonly string[]> {
  const { state } = await bus.jsm.streams.info(streams.evidence);
  const numbers = Array.from({ length: state.messages }, (_, index) => state.first_seq + index);
  const messages = await Promise.all(
    numbers.map((seq) => bus.jsm.streams.getMessage(streams.evidence, { seq })),
  );
  return messages.map((message) => message?.header.get("Nats-Msg-Id") ?? "none");
}

const watch = async () => stack.use(await openBus({ url: nats.url, name: "test", log }));

describe("a webhook answered with 200", () => {
  it("needs no more than a stream that keeps it, though others' settings differ from ours", async () => {
    const link = stack.use(linkToBus({ url: nats.url, log, limits: { replicas: 3 } }));
    const other = stack.use(await openIngress(link));
    await eventually(() => expect(link.isConnected()).toBe(true));
    expect((await other.post({ ...joined, id: "EV_1" })).status).toBe(200);
    expect(await storedIds(await watch())).toEqual(["EV_1"]);
  });

  it("is still there after nats-server was killed at once", async () => {
    expect((await post("EV_1")).status).toBe(200);
    await nats.kill("SIGKILL");
    await nats.restart();
    expect(await storedIds(await watch())).toEqual(["EV_1"]);
  });

  it("is stored once, however often it comes", async () => {
    const statuses = await Promise.all([post("EV_1"), post("EV_1"), post("EV_2"), post("EV_1")]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await storedIds(await watch())).toSorted()).toEqual(["EV_1", "EV_2"]);
  });

  it("is stored with its headers and without the credential", async () => {
    await post("EV_1");
    const message = await (await watch()).jsm.streams.getMessage(streams.evidence, { seq: 1 });
    expect(message?.subject).toBe("evidence.webhook.participant_joined");
    expect(message?.header.get("Rollcall-Api-Key")).toBe("devkey");
    expect(message?.json()).toMatchObject({ id: "EV_1", room: { name: "algebra-7" } });
    expect(message?.string()).not.toContain("turnPassword");
  });
});

describe("while nats-server is away", () => {
  it("answers 503 within two seconds, to come again, and 200 when it is back; nothing is lost", async () => {
    await nats.kill("SIGKILL");
    const startedAt = performance.now();
    const answers = await Promise.all([post("EV_1"), post("EV_2"), post("EV_3")]);
    expect(performance.now() - startedAt).toBeLessThan(answerLimitMs);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    const [first] = answers.map(retryAfter);
    await eventually(async () => expect(retryAfter(await post("EV_1"))).toBeGreaterThan((first ?? 0) + 1));
    await nats.restart();
    await eventually(async () => expect((await post("EV_1")).status).toBe(200));
    expect((await post("EV_2")).status).toBe(200);
    expect((await storedIds(await watch())).filter((id) => id === "EV_1")).toHaveLength(1);
  });

  it("answers 503 within two seconds when it hangs", async () => {
    await nats.kill("SIGSTOP");
    const startedAt = performance.now();
    const answer = await post("EV_1");
    expect(performance.now() - startedAt).toBeLessThan(answerLimitMs);
    expect([answer.status, retryAfter(answer)]).toEqual([503, 1]);
    await nats.kill("SIGCONT");
    await eventually(async () => expect((await post("EV_1")).status).toBe(200));
    expect(await storedIds(await watch())).toEqual(["EV_1"]);
  });
});

it("answers 503 when the stream is full, and drops nothing that is in it", async () => {
  const bus = await watch();
  await bus.jsm.streams.update(streams.evidence, { max_msgs: 2 });
  const answers = [await post("EV_1"), await post("EV_2"), await post("EV_3")];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 503]);
  expect(await answers[2]?.json()).toMatchObject({ code: "stream_full" });
  expect(await storedIds(bus)).toEqual(["EV_1", "EV_2"]);
});

it("answers 503 before nats-server was ever there, and stores as soon as it comes", async () => {
  const port = await freePort();
  const early = stack.use(linkToBus({ url: `nats://127.0.0.1:${port}`, log }));
  await using waiting = await openIngress(early);
  const answer = await waiting.post(joined);
  expect([answer.status, retryAfter(answer)]).toEqual([503, 1]);
  stack.use(await startNats({ port }));
  await eventually(async () => expect((await waiting.post(joined)).status).toBe(200));
});
