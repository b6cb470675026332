import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { mintToken } from "@rollcall/testkit";
import type { Fault } from "../fault.ts";
import type { Services } from "@rollcall/local";
import { postWebhook } from "../traffic/post-webhook.ts";

const idle = 5_000;

export const idleSockets: Fault = {
  name: "idle-sockets",
  why: `${idle} connections to ingress that say nothing, for 12 s`,
  lastsMs: 12_000,
  async inject({ services }) {
    const sockets: Socket[] = [];
    for (let opened = 0; opened < idle; opened += 250) sockets.push(...(await openSockets(services, 250)));
    return async () => {
      const left = sockets.filter(({ closed }) => !closed).length;
      for (const socket of sockets) socket.destroy();
      return `${idle} opened, ${left} still open after 12 s`;
    };
  },
};

const slow = 300;

export const slowHeaders: Fault = {
  name: "slow-requests",
  why: `${slow} requests whose headers and bodies come letter by letter, for 15 s`,
  lastsMs: 15_000,
  async inject({ services }) {
    const sockets = await openSockets(services, slow);
    for (const [number, socket] of sockets.entries())
      socket.write(number % 2 === 0 ? "POST /livekit/webhook HTTP/1.1\r\nhost: x\r\n" : slowBody);
    const letters = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write("x")), 500);
    return async () => {
      clearInterval(letters);
      const left = sockets.filter(({ closed }) => !closed).length;
      for (const socket of sockets) socket.destroy();
      if (left > 0) throw new Error(`${left} of ${slow} slow requests were still waited for after 15 s`);
      return `${slow} begun, all cut off`;
    };
  },
};

const slowBody =
  "POST /livekit/webhook HTTP/1.1\r\nhost: x\r\ncontent-type: application/webhook+json\r\ncontent-length: 1000\r\n\r\n{";

async function openSockets({ ports }: Services, count: number): Promise<readonly Socket[]> {
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(ports.ingress, "127.0.0.1");
      socket.on("error", () => {});
      await once(socket, "connect");
      socket.resume();
      return socket;
    }),
  );
}

const bodies = 20;
const bodyMegabytes = 100;

export const hugeBodies: Fault = {
  name: "huge-bodies",
  why: `${bodies} requests with bodies of ${bodyMegabytes} MB, half of them without saying how long they are`,
  lastsMs: 0,
  async inject({ services }) {
    const answers = await Promise.all(
      Array.from({ length: bodies }, (_, number) => postHuge(services, number % 2 === 0)),
    );
    if (answers.includes("200")) throw new Error("a body of 100 MB was accepted");
    return async () => [...new Set(answers)].map((one) => `${countOf(answers, one)} × ${one}`).join(", ");
  },
};

const countOf = (all: readonly string[], one: string): number => all.filter((other) => other === one).length;

function postHuge({ ingressUrl }: Services, saysLength: boolean): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const piece = Buffer.alloc(1_000_000, "x");
  const headers = {
    "content-type": "application/webhook+json",
    ...(saysLength ? { "content-length": piece.length * bodyMegabytes } : {}),
  };
  const signal = AbortSignal.timeout(30_000);
  const options = { method: "POST", headers, signal };
  const outgoing = request(`${ingressUrl}/livekit/webhook`, options, (answer) => {
    resolve(String(answer.statusCode));
    answer.resume();
  });
  outgoing.on("error", (error) => resolve("code" in error ? String(error.code) : error.name));
  let left = bodyMegabytes;
  const write = () => {
    while (left > 0 && !outgoing.destroyed) {
      left -= 1;
      if (!outgoing.write(piece)) return void outgoing.once("drain", write);
    }
    outgoing.end();
  };
  write();
  return promise;
}

const floodMs = 10_000;
const atOnce = 16;

export const forgedFlood: Fault = {
  name: "forged-flood",
  why: `webhooks signed with another secret, ${atOnce} at once for ${floodMs / 1_000} s, while real ones flow`,
  lastsMs: 0,
  async inject({ services, key: { apiKey } }) {
    const forged = { apiKey, apiSecret: "another-secret-of-at-least-32-characters" };
    const agent = new Agent({ keepAlive: true });
    const answers = new Map<string, number>();
    const endsAt = performance.now() + floodMs;
    const flood = async () => {
      while (performance.now() < endsAt) {
        const body = JSON.stringify({ event: "participant_left", id: "EV_forged" });
        const answer = await postWebhook(`${services.ingressUrl}/livekit/webhook`, forged, body, agent);
        const said = answer.is === "2xx" ? "2xx" : answer.why;
        answers.set(said, (answers.get(said) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, flood));
    agent.destroy();
    const other = [...answers.keys()].filter((said) => said !== "401");
    if (other.length > 0) throw new Error(`forged webhooks were answered with ${other.join(", ")}`);
    return async () => `${answers.get("401") ?? 0} refused`;
  },
};

const readers = 100;

export const stuckReaders: Fault = {
  name: "stuck-readers",
  why: `${readers} readers of live updates who stop reading and keep their connections for 20 s`,
  lastsMs: 20_000,
  async inject({ services, key }, { rooms }) {
    const token = await mintToken(key, { roomList: true }, { identity: "stuck" });
    const sockets = Array.from({ length: readers }, (_, number) => {
      const room = encodeURIComponent(rooms[number % rooms.length]?.name ?? "");
      const socket = connect(services.ports.query, "127.0.0.1");
      socket.on("error", () => {}).pause();
      socket.write(
        `GET /api/rooms/${room}/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
      );
      return socket;
    });
    await pause(0);
    return async () => {
      for (const socket of sockets) socket.destroy();
      return `${readers} stopped reading`;
    };
  },
};
