import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { startProxy, type Rule } from "./faulty-proxy.ts";

async function openEcho(): Promise<string> {
  const server = createServer((incoming, answer) => void incoming.pipe(answer.writeHead(200)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = (url: string, body: string, limitMs = 5_000) =>
  fetch(url, { method: "POST", body, signal: AbortSignal.timeout(limitMs) });

it("passes a request on and remembers it", async () => {
  const target = await openEcho();
  await using proxy = await startProxy(() => target);
  expect(await (await post(`${proxy.url}/webhook?x=1`, "hello")).text()).toBe("hello");
  expect(proxy.seen).toMatchObject([{ method: "POST", path: "/webhook?x=1", body: Buffer.from("hello") }]);
});

it("answers, breaks or hangs as long as a rule says so", async () => {
  const target = await openEcho();
  await using proxy = await startProxy(() => target);
  const under = async (rule: Rule, act: () => Promise<unknown>) => {
    using _ = proxy.rule(rule);
    await act();
  };
  await under(
    () => ({ status: 503, body: "later", headers: { "retry-after": "2" } }),
    async () => expect((await post(proxy.url, "")).headers.get("retry-after")).toBe("2"),
  );
  await under(
    () => "break",
    () => expect(post(proxy.url, "")).rejects.toThrow("fetch failed"),
  );
  await under(
    () => "hang",
    () => expect(post(proxy.url, "", 200)).rejects.toThrow(/timeout/),
  );
  expect((await post(proxy.url, "again")).status).toBe(200);
});

it("outlives a sender that hangs up in the middle", async () => {
  const target = await openEcho();
  await using proxy = await startProxy(() => target);
  const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: proxy\r\ncontent-length: 100\r\n\r\nhalf", () => socket.destroy());
  await once(socket, "close");
  expect((await post(proxy.url, "whole")).status).toBe(200);
});

it("breaks the connection when its target is away", async () => {
  await using proxy = await startProxy(() => "http://127.0.0.1:9");
  await expect(post(proxy.url, "hello")).rejects.toThrow("fetch failed");
});
