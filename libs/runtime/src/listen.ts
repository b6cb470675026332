import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { ConfigProblems } from "./config.ts";
import { followRenewals, readPair, type HttpTls } from "./http-tls.ts";
import type { Logger } from "./logger.ts";

export type ListenOptions = {
  /** 0 asks the system for a free port. */
  readonly port: number;
  /** Default: all interfaces. */
  readonly host?: string;
  /** The environment variable that sets the port: named when the port is taken. */
  readonly setting?: string;
  /** Time for a whole request to arrive, in milliseconds. */
  readonly requestTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  /** How long an idle connection stays open; longer than that of a proxy in front. */
  readonly keepAliveTimeoutMs?: number;
  /** Further connections are closed at once, before they take memory and files that those there need. */
  readonly mostConnections?: number;
  /**
   * Cuts a connection whose request is late or cannot be read, where others answer 408, 400 or 431: for senders that
   * take every 4xx for delivered, and try again after a cut.
   */
  readonly cutsBrokenRequests?: boolean;
  /** How long a stop waits for requests under way before it cuts their connections. */
  readonly stopWithinMs?: number;
  /** With it the port speaks HTTPS alone; renewed files are taken up without a restart. */
  readonly tls?: HttpTls | undefined;
  /** How often the files are looked at; default 10 s. */
  readonly renewEveryMs?: number;
  /** Where it is told that they were renewed, or could not be. */
  readonly log?: Logger;
};

export type Listening = AsyncDisposable & { readonly port: number };

/**
 * Serves an express app. Disposing it takes no new connection, closes the idle ones, lets the requests under
 * way finish, and cuts what is left after `stopWithinMs`; twice is harmless. Throws `ConfigProblems` when the
 * port cannot be had, or the files of TLS cannot be used.
 */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const server = serverFor(app, options);
  server.maxConnections = options.mostConnections ?? 10_000;
  if (options.cutsBrokenRequests) server.on("clientError", (_error, socket) => socket.destroy());
  server.listen({ port: options.port, host: options.host });
  try {
    await once(server, "listening");
  } catch (error) {
    throw describeListenError(error, options);
  }
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  return { port, [Symbol.asyncDispose]: () => close(server, options.stopWithinMs ?? 5000) };
}

function serverFor(app: RequestListener, options: ListenOptions): Server {
  const limits = {
    requestTimeout: options.requestTimeoutMs ?? 10_000,
    headersTimeout: options.headersTimeoutMs ?? 5000,
    keepAliveTimeout: options.keepAliveTimeoutMs ?? 65_000,
    connectionsCheckingInterval: 1000,
  };
  const { tls, log, renewEveryMs: everyMs } = options;
  if (tls === undefined) return createServer(limits, app);
  const handshakeTimeout = options.headersTimeoutMs ?? 5000;
  const server = createTlsServer({ ...limits, handshakeTimeout, ...readPair(tls) }, app);
  server.once("listening", () => {
    const renewals = followRenewals(server, tls, { log, everyMs });
    server.once("close", () => renewals[Symbol.dispose]());
  });
  return server;
}

async function close(server: Server, limitMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  // A connection that was busy when the server closed is told nothing: end it once its answer is out.
  server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), limitMs);
  try {
    await closed;
  } finally {
    clearInterval(idle);
    clearTimeout(cut);
  }
}

function describeListenError(error: unknown, { port, host, setting }: ListenOptions): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const reason = { EADDRINUSE: "is already in use", EACCES: "may not be used by this user" }[String(code)];
  if (!reason) return error;
  const where = host ? `${host}:${port}` : String(port);
  return new ConfigProblems([`${setting ? `${setting}: ` : ""}port ${where} ${reason}`]);
}
