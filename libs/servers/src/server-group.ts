import type { Server } from "./server.ts";

/** Several servers that are one. Disposing it stops all of them. */
export type ServerGroup = AsyncDisposable & {
  /** Names all members. */
  readonly url: string;
  /** By the names that the group itself has for them. */
  readonly members: ReadonlyMap<string, Server>;
};

/** Starts all at once; when one cannot be started, none is left. */
export async function startGroup(
  starting: ReadonlyMap<string, () => Promise<Server>>,
): Promise<Omit<ServerGroup, "url">> {
  await using opening = new AsyncDisposableStack();
  const settled = await Promise.allSettled([...starting.values()].map((start) => start()));
  const failures: unknown[] = [];
  for (const one of settled) {
    if (one.status === "fulfilled") opening.use(one.value);
    else failures.push(one.reason);
  }
  if (failures.length > 0) throw failures[0];
  const servers = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const names = [...starting.keys()];
  const opened = opening.move();
  return {
    members: new Map(servers.map((server, place) => [names[place] ?? "", server])),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
