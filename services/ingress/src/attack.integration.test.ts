import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { streams } from "@rollcall/contracts";
import { sendWebhook, signToken, signWebhook } from "@rollcall/livekit/testing";
import { openBus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { freePort, inheritedEnvironment, runProcess, startNats, untilReady } from "@rollcall/servers";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { joined, key } from "../testing/open-ingress.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const open = new AsyncDisposableStack();
const lines: string[] = [];
let port = 0;
const url = () => `http://127.0.0.1:${port}/livekit/webhook`;
let storedMessages: () => Promise<number>;

beforeAll(async () => {
  const nats = open.use(await startNats());
  port = await freePort();
  const ingress = await runProcess({
    command: process.execPath,
    args: [main],
    onLine: (line) => lines.push(line),
    env: {
      PATH: inheritedEnvironment()["PATH"],
      NATS_URL: nats.url,
      LIVEKIT_API_KEY: key.apiKey,
      LIVEKIT_API_SECRET: key.apiSecret,
      INGRESS_PORT: String(port),
    },
  });
  open.defer(async () => void (await ingress.stop(5000)));
  const isReady = async (signal: AbortSignal) =>
    expect((await fetch(`http://127.0.0.1:${port}/readyz`, { signal })).status).toBe(200);
  await untilReady(isReady, 30_000);
  const log = createLogger("test", { level: "silent" });
  const bus = open.use(await openBus({ url: nats.url, name: "test", log }));
  storedMessages = async () => (await bus.jsm.streams.info(streams.evidence)).state.messages;
});
afterAll(() => open.disposeAsync());

let sent = 0;
/** Sends real webhooks one after the other, as one room's come; the number of those that were stored. */
async function sendReal(count: number): Promise<number> {
  const before = await storedMessages();
  for (let left = count; left > 0; left -= 1) {
    const id = `EV_real_${sent++}`;
    expect((await sendWebhook(url(), key, { ...joined, id })).status).toBe(200);
  }
  return (await storedMessages()) - before;
}

const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

/** A connection on which only this is sent; its end, whoever makes it, is expected. */
function hold(text: string): Socket {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket.on("error", () => {}));
  socket.write(text);
  return socket;
}

/** The first word of the answer. */
const heard = (text: string) =>
  new Promise<string>((resolve) => hold(text).once("data", (data) => resolve(data.toString().slice(0, 12))));

it("stores every real webhook during a flood of forged ones, and none of these", async () => {
  const body = JSON.stringify({ ...joined, metadata: "x".repeat(20_000) });
  const forgeries = [
    signWebhook({ ...key, apiSecret: "guess" }, body, Date.now()),
    signWebhook(key, "another body", Date.now()),
    signToken({ iss: key.apiKey, video: { roomJoin: true }, exp: 9_999_999_999 }, key.apiSecret),
    "none.none.",
  ];
  const statuses = new Set<number>();
  const over = new AbortController();
  let forged = 0;
  const enough = Promise.withResolvers<void>();
  const flood = async (authorization: string) => {
    while (!over.signal.aborted) {
      const answer = await sendWebhook(url(), key, body, { headers: { authorization } });
      statuses.add(answer.status);
      await answer.text();
      forged += 1;
      if (forged > 100) enough.resolve();
    }
  };
  const floods = Array.from({ length: 24 }, (_, index) => flood(forgeries[index % forgeries.length] ?? ""));
  await enough.promise;
  expect(await sendReal(25)).toBe(25);
  over.abort();
  await Promise.all(floods);
  expect(statuses).toEqual(new Set([401]));
});

it("takes real webhooks while hundreds of connections send nothing, half a head or half a body", async () => {
  const authorization = signWebhook(key, "{}", Date.now());
  const head = `POST /livekit/webhook HTTP/1.1\r\nhost: x\r\n`;
  for (let left = 100; left > 0; left -= 1) {
    hold("");
    hold(head);
    hold(
      `${head}authorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
    );
  }
  expect(await sendReal(20)).toBe(20);
});

it("refuses a body of 100 MB, and one without an end, before it has come", async () => {
  const authorization = signWebhook({ ...key, apiSecret: "guess" }, "{}", Date.now());
  const head = "POST /livekit/webhook HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
  expect(await heard(`${head}authorization: ${authorization}\r\ncontent-length: 100000000\r\n\r\n{`)).toBe(
    "HTTP/1.1 401",
  );
  expect(
    await heard(`${head}authorization: ${authorization}\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n`),
  ).toBe("HTTP/1.1 401");
  expect(await sendReal(1)).toBe(1);
});

it.each([
  ["no HTTP", "\u0016\u0003\u0001 hello\r\n\r\n"],
  [
    "two lengths",
    "POST /livekit/webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
  ],
  [
    "a length and chunks",
    "POST /livekit/webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n",
  ],
  [
    "a head of 1 MB",
    `POST /livekit/webhook HTTP/1.1\r\nhost: x\r\nauthorization: ${"x".repeat(1_000_000)}\r\n\r\n`,
  ],
  ["a line feed in a header", "POST /livekit/webhook HTTP/1.1\r\nhost: x\nx-y\r\n\r\n"],
])("is not upset by %s", async (_, text) => {
  const ended = new Promise((resolve) => hold(text).resume().once("close", resolve));
  await ended;
  expect(await sendReal(1)).toBe(1);
});

it("prints no token, no body and no name, whatever came", () => {
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.join("\n")).not.toMatch(/eyJ|kim|algebra-7|hush|guess/);
});
