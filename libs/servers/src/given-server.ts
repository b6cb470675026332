import type { ServerKind } from "./server-kind.ts";
import { ServerUnusable } from "./server-problems.ts";
import type { Server } from "./server.ts";
import { untilReady } from "./until-ready.ts";
import { isNewEnough } from "./version.ts";

/** Asks a server for its version; `undefined` when it answers but does not tell. */
export type AskVersion = (url: string, signal: AbortSignal) => Promise<string | undefined>;

/** What is started at the same time as we are may take a moment. */
const answerLimitMs = 8_000;

/** A server that somebody else runs: checked once, never stopped. */
export async function useGiven(
  kind: ServerKind,
  url: string,
  askVersion: AskVersion,
  signal?: AbortSignal,
): Promise<Server> {
  const version = await ask(kind, url, askVersion, signal);
  if (version !== undefined && !isNewEnough(version, kind.oldest)) {
    throw new ServerUnusable(kind, url, `is ${kind.name} ${version}; at least ${kind.oldest} is needed`);
  }
  const refuse = () => Promise.reject(new Error(`${kind.name} was given by URL and is not ours to stop`));
  return {
    url,
    pid: undefined,
    exited: () => new Promise(() => undefined),
    lastLines: () => [],
    kill: refuse,
    restart: refuse,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function ask(
  kind: ServerKind,
  url: string,
  askVersion: AskVersion,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  let version: string | undefined;
  const probe = async (limit: AbortSignal) => {
    version = await askVersion(url, limit);
  };
  try {
    await untilReady(probe, answerLimitMs, signal);
    return version;
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new ServerUnusable(kind, url, `no ${kind.name} answers there (${why})`);
  }
}
