import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it passes the proxy. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What becomes of a request: forwarded, never answered, its connection broken, or answered by the proxy itself. */
export type Fate =
  | "pass"
  | "hang"
  | "break"
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

export type Rule = (passing: Passing) => Fate;

/** An HTTP proxy that can be told to fail. Rules are asked in order; the first fate that is not "pass" counts. */
export interface FaultyProxy extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Every request so far, whatever became of it. */
  readonly seen: readonly Passing[];
  /** Adds a rule until it is lifted. */
  rule(rule: Rule): Disposable;
}

/** Starts a proxy before `target()`, which is asked anew for each request, so that a server can move. */
export async function startProxy(target: () => string): Promise<FaultyProxy> {
  const seen: Passing[] = [];
  const rules = new Set<Rule>();
  const server = createServer((incoming, answer) => {
    // A sender that hangs up is no concern of the test.
    void serve(incoming, answer).catch(() => answer.destroy());
  });
  async function serve(incoming: IncomingMessage, answer: ServerResponse) {
    const passing = await readPassing(incoming);
    seen.push(passing);
    const fates = [...rules].map((rule) => rule(passing));
    meet(fates.find((fate) => fate !== "pass") ?? "pass", passing, target(), answer);
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    rule(rule) {
      rules.add(rule);
      return { [Symbol.dispose]: () => void rules.delete(rule) };
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function readPassing(incoming: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { host: _, connection: __, ...headers } = incoming.headers;
  return {
    method: incoming.method ?? "GET",
    path: incoming.url ?? "/",
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks),
  };
}

function meet(fate: Fate, passing: Passing, target: string, answer: ServerResponse): void {
  if (fate === "hang") return;
  if (fate === "break") return void answer.destroy();
  if (fate === "pass") return forward(passing, target, answer);
  answer.writeHead(fate.status, fate.headers).end(fate.body);
}

function forward({ method, path, headers, body }: Passing, target: string, answer: ServerResponse): void {
  const outgoing = request(new URL(path, target), { method, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
  });
  outgoing.on("error", () => answer.destroy());
  outgoing.end(body);
}
