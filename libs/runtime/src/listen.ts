import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { ConfigProblems } from "./config.ts";

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
  /** How long a stop waits for requests under way before it cuts their connections. */
  readonly stopWithinMs?: number;
};

export type Listening = AsyncDisposable & { readonly port: number };

/**
 * Serves an express app. Disposing it takes no new connection, closes the idle ones, lets the requests under
 * way finish, and cuts what is left after `stopWithinMs`; twice is harmless. Throws `ConfigProblems` when the
 * port cannot be had.
 */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const server = createServer(
    {
      requestTimeout: options.requestTimeoutMs ?? 10_000,
      headersTimeout: options.headersTimeoutMs ?? 5000,
      keepAliveTimeout: options.keepAliveTimeoutMs ?? 65_000,
      connectionsCheckingInterval: 1000,
    },
    app,
  );
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
