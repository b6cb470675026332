import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

// Below the range from which systems take ports for outgoing connections: while a server is down, a client that
// keeps reconnecting could otherwise be given the server's own port and block its return.
const lowest = 12_000;
const highest = 32_000;
const attempts = 200;

/** A TCP port that nobody listens on now. Nothing reserves it, so use it at once. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error("no free port");
  return port;
}

/** `count` different TCP ports that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  try {
    for (let attempt = 0; attempt < attempts && ports.length < count; attempt += 1) {
      const port = randomInt(lowest, highest);
      const server = await tryListen(port);
      if (server === undefined) continue;
      held.push(server);
      ports.push(port);
    }
  } finally {
    for (const server of held) server.close();
    await Promise.all(held.map((server) => once(server, "close")));
  }
  if (ports.length < count) throw new Error(`found no ${count} free ports between ${lowest} and ${highest}`);
  return ports;
}

/** Whether somebody listens on this TCP port of this machine. */
export async function isPortTaken(port: number): Promise<boolean> {
  const server = await tryListen(port);
  if (server === undefined) return true;
  server.close();
  await once(server, "close");
  return false;
}

async function tryListen(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port);
  try {
    await once(server, "listening");
    return server;
  } catch {
    return undefined;
  }
}
