import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import type { Duplex } from "node:stream";
import { joinToken, type LiveKitAccess } from "./token.ts";

/** Somebody whom LiveKit let in, and whose media never came. Disposing it goes away. */
export interface Knock extends AsyncDisposable {
  /** When LiveKit let them in, our clock, ms. */
  readonly letInAt: number;
  /** Breaks the signalling connection, as a browser tab that is closed too early. */
  goAway(): void;
}

const answerWithinMs = 10_000;

/** Opens the signalling connection that a client opens first, and does nothing more. */
export async function knock(access: LiveKitAccess, room: string, identity: string): Promise<Knock> {
  const url = new URL("rtc", `${access.url.replace(/^ws/, "http")}/`);
  url.searchParams.set("access_token", await joinToken(access, room, identity));
  url.searchParams.set("protocol", "15");
  url.searchParams.set("auto_subscribe", "0");
  const socket = await upgrade(url);
  const letInAt = Date.now();
  const goAway = () => void socket.destroy();
  return { letInAt, goAway, [Symbol.asyncDispose]: () => Promise.resolve(goAway()) };
}

/** Resolves when LiveKit has said its first words, which it says to whom it lets in. */
async function upgrade(url: URL): Promise<Duplex> {
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
  };
  const socket = await new Promise<Duplex>((resolve, reject) => {
    const asking = request(url, { headers });
    asking.setTimeout(answerWithinMs, () => asking.destroy(new Error("LiveKit did not answer")));
    asking.once("response", ({ statusCode }) => reject(new Error(`LiveKit answered ${statusCode}`)));
    asking.once("error", reject);
    asking.once("upgrade", (_, upgraded, head) => {
      // What came with the answer is read like all the rest.
      upgraded.unshift(head);
      upgraded.setTimeout(0);
      resolve(upgraded);
    });
    asking.end();
  });
  socket.on("error", () => {});
  await once(socket, "data", { signal: AbortSignal.timeout(answerWithinMs) });
  socket.resume();
  return socket;
}
