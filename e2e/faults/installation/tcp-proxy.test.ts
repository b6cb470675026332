import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

let proxy: TcpProxy;

beforeEach(async () => {
  const echo = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  proxy = await startTcpProxy((echo.address() as AddressInfo).port);
  onTestFinished(async () => {
    await proxy[Symbol.asyncDispose]();
    echo.close();
  });
});

async function open(): Promise<{ readonly socket: Socket; readonly heard: () => string }> {
  const socket = connect(proxy.port, "127.0.0.1");
  let text = "";
  socket.on("data", (piece) => void (text += String(piece))).on("error", () => {});
  await once(socket, "connect");
  onTestFinished(() => void socket.destroy());
  return { socket, heard: () => text };
}

it("carries all in order, also slowly", async () => {
  const { socket, heard } = await open();
  using _ = proxy.slow(5, 20);
  for (const letter of "abcdef") socket.write(letter);
  await expect.poll(heard).toBe("abcdef");
});

it("holds everything back while it is cut, and then lets it through", async () => {
  const before = await open();
  before.socket.write("before");
  await expect.poll(before.heard).toBe("before");
  const cut = proxy.cut();
  before.socket.write(", during");
  cut[Symbol.dispose]();
  await expect.poll(before.heard).toBe("before, during");
});

it("lets abandoned connections hang, and new ones work", async () => {
  const old = await open();
  old.socket.write("old");
  await expect.poll(old.heard).toBe("old");
  expect(proxy.abandon()).toBe(1);
  old.socket.write(" and silent");
  const fresh = await open();
  fresh.socket.write("new");
  await expect.poll(fresh.heard).toBe("new");
  expect([old.heard(), old.socket.destroyed]).toEqual(["old", false]);
});

it("resets what is open", async () => {
  const { socket, heard } = await open();
  socket.write("x");
  await expect.poll(heard).toBe("x");
  expect(proxy.reset()).toBe(1);
  await expect.poll(() => socket.closed).toBe(true);
});
