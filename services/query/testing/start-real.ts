import { openBus, type Bus } from "@rollcall/messaging";
import { createLogger, loadConfig } from "@rollcall/runtime";
import type { Store } from "@rollcall/store";
import { openTemporaryStore } from "@rollcall/store/testing";
import { configSchema } from "../src/config.ts";
import { startQuery } from "../src/start-query.ts";
import { key } from "./tokens.ts";

/** The service as it is started, on real servers, beside a bus and a store to play its neighbours with. */
export interface RealQuery extends AsyncDisposable {
  readonly url: string;
  readonly bus: Bus;
  readonly store: Store;
  get(path: string, token: string): Promise<Response>;
}

export async function startRealQuery(natsUrl: string, mongodbUrl: string): Promise<RealQuery> {
  const open = new AsyncDisposableStack();
  const log = createLogger("test", { level: "silent" });
  const { store, database } = open.use(await openTemporaryStore(mongodbUrl));
  const bus = open.use(await openBus({ url: natsUrl, name: "test", log }));
  const config = loadConfig(configSchema, {
    LIVEKIT_API_KEY: key.apiKey,
    LIVEKIT_API_SECRET: key.apiSecret,
    NATS_URL: natsUrl,
    MONGODB_URL: withDatabase(mongodbUrl, database),
    QUERY_PORT: "0",
  });
  const { port } = await startQuery({ config, log, app: open });
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ url, bus, store },
    get: (path, token) => fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function withDatabase(mongodbUrl: string, database: string): string {
  const url = new URL(mongodbUrl);
  url.pathname = `/${database}`;
  return url.href;
}
