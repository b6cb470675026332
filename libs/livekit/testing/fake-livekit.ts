import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { TokenVerifier, type ClaimGrants } from "livekit-server-sdk";
import { fakeMethods, type FakeRoom } from "./fake-rooms.ts";
import type { Key } from "./sign-webhook.ts";

/** What becomes of a call instead of an answer. */
export type FakeFate =
  "hang" | "break" | { readonly status: number; readonly body?: string; readonly contentType?: string };

export type FakeCall = { readonly method: string; readonly request: Readonly<Record<string, unknown>> };

export type FakeLiveKitOptions = Key & {
  /** Who answers ListParticipants; default `psrpc`. */
  readonly lists?: "psrpc" | "store";
  /** How long LiveKit waits for a media node before it gives up; default 3 s, as the real one. */
  readonly silentAfterMs?: number;
  /** How far its clock is ahead of ours. */
  readonly clockAheadMs?: () => number;
};

/** Enough of a LiveKit to be asked, and to be made to fail, hang, answer empty, list ghosts. */
export type FakeLiveKit = AsyncDisposable & {
  readonly url: string;
  /** To be changed by the test at will. */
  readonly rooms: Map<string, FakeRoom>;
  readonly calls: readonly FakeCall[];
  /** Lets a method's calls, or all calls, meet a fate until disposed. */
  meet(method: string, fate: FakeFate): Disposable;
};

export async function startFakeLiveKit(options: FakeLiveKitOptions): Promise<FakeLiveKit> {
  const rooms = new Map<string, FakeRoom>();
  const calls: FakeCall[] = [];
  const fates = new Map<string, FakeFate>();
  const server = createServer((incoming, answer) => {
    const now = Date.now() + (options.clockAheadMs?.() ?? 0);
    answer.setHeader("date", new Date(now).toUTCString());
    void serve(incoming, answer).catch(() => answer.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    rooms,
    calls,
    meet(method, fate) {
      fates.set(method, fate);
      return { [Symbol.dispose]: () => void fates.delete(method) };
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };

  async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const method = /^\/twirp\/livekit\.RoomService\/(\w+)$/.exec(incoming.url ?? "")?.[1] ?? "";
    const fate = fates.get(method) ?? fates.get("*");
    if (fate !== undefined) return suffer(fate, answer);
    if (incoming.url === "/") return void answer.end("OK");
    const request = (await json(incoming)) as Readonly<Record<string, unknown>>;
    calls.push({ method, request });
    if (!(await isGranted(options, incoming.headers.authorization, method, request))) {
      return send(answer, 401, { code: "unauthenticated", msg: "permissions denied" });
    }
    const state = { rooms, lists: options.lists ?? "psrpc" };
    const told = fakeMethods[method]?.(state, request);
    if (told === undefined) return send(answer, 404, { code: "bad_route", msg: "no handler" });
    if (told !== null) return send(answer, told.status, told.json);
    const silence = { code: "unavailable", msg: "twirp error unknown: no response from servers" };
    setTimeout(() => send(answer, 503, silence), options.silentAfterMs ?? 3000);
  }
}

function suffer(fate: FakeFate, answer: ServerResponse): void {
  if (fate === "hang") return;
  if (fate === "break") return void answer.destroy();
  const { status, body = "", contentType = "application/json" } = fate;
  answer.writeHead(status, { "content-type": contentType }).end(body);
}

function send(answer: ServerResponse, status: number, body: unknown): void {
  answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function isGranted(
  { apiKey, apiSecret }: Key,
  authorization: string | undefined,
  method: string,
  { room }: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const token = authorization?.replace(/^Bearer /, "") ?? "";
  const claims: ClaimGrants | null = await new TokenVerifier(apiKey, apiSecret)
    .verify(token)
    .catch(() => null);
  const video = claims?.video;
  if (method === "ListRooms") return video?.roomList === true;
  if (method === "CreateRoom" || method === "DeleteRoom") return video?.roomCreate === true;
  return video?.roomAdmin === true && video.room === room;
}
