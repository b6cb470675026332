import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { expect, it } from "vitest";
import { startNats } from "./nats.ts";
import type { Server } from "./server.ts";

async function withConnection<T>(
  server: Server,
  use: (connection: NatsConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect({ servers: server.url });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

it("keeps address and acknowledged messages over a kill and a restart", async () => {
  await using nats = await startNats();
  const { url, pid } = nats;
  await withConnection(nats, async (connection) => {
    await (await jetstreamManager(connection)).streams.add({ name: "EVIDENCE", subjects: ["evidence.>"] });
    await jetstream(connection).publish("evidence.one");
  });
  await nats.kill();
  expect(nats.pid).toBeUndefined();
  await nats.restart();
  expect(nats.url).toBe(url);
  expect(nats.pid).not.toBe(pid);
  await withConnection(nats, async (connection) => {
    const stream = await (await jetstreamManager(connection)).streams.info("EVIDENCE");
    expect(stream.state.messages).toBe(1);
  });
});

it("accepts further configuration", async () => {
  await using nats = await startNats({ extraConfig: "max_payload: 4KB" });
  await withConnection(nats, async (connection) => {
    expect(connection.info?.max_payload).toBe(4096);
  });
});

it("uses a given server, and refuses to stop it", async () => {
  await using own = await startNats();
  const given = await startNats({ url: own.url });
  expect(given.url).toBe(own.url);
  await expect(given.kill()).rejects.toThrow("not ours to stop");
  await given[Symbol.asyncDispose]();
  await withConnection(own, async (connection) => expect(connection.isClosed()).toBe(false));
});

it("names the variable when nothing answers at a given URL", async () => {
  const failing = startNats({ url: "nats://user:hidden@127.0.0.1:9,nats://user:hidden@127.0.0.1:10" });
  await expect(failing).rejects.toMatchObject({ code: "server_unusable" });
  await expect(failing).rejects.toThrow(
    /^NATS_URL=nats:\/\/\*\*\*@127.0.0.1:9,nats:\/\/\*\*\*@127.0.0.1:10: no nats-server answers there/,
  );
});
