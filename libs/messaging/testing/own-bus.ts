import { createLogger } from "@rollcall/runtime";
import { startNats, type Server } from "@rollcall/servers";
import { ensureTopology, openBus, type Bus } from "../src/index.ts";

export type OwnBus = AsyncDisposable & { readonly server: Server; readonly bus: Bus };

/** A nats-server for one test file alone, which it may kill, with the whole topology and a bus. */
export async function startOwnBus(): Promise<OwnBus> {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startNats());
  const bus = stack.use(
    await openBus({ url: server.url, name: "test", log: createLogger("test", { level: "silent" }) }),
  );
  await ensureTopology(bus, smallLimits);
  return { server, bus, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const mebibyte = 1024 * 1024;

export const smallLimits = {
  evidenceMaxBytes: 16 * mebibyte,
  deadMaxBytes: 4 * mebibyte,
  checksMaxBytes: 4 * mebibyte,
};
