import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceNames, startServices, type Services } from "@rollcall/local";
import { startFakeLiveKit, type FakeLiveKit, type Key } from "@rollcall/livekit/testing";
import { openBus, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startMongo, startNats, type Server } from "@rollcall/servers";
import { openMongoStore, type Store } from "@rollcall/store";
import { openReader, type Reader } from "../../world/reader.ts";
import { mountSmallDisk, trustingJetStream } from "./small-disk.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** The whole product on free ports, with what a fault needs to strike it. */
export interface Installation extends AsyncDisposable {
  readonly nats: Server;
  /** Where nats-server keeps its streams. */
  readonly natsFolder: string;
  readonly mongo: Server;
  /** Between all services and NATS. */
  readonly natsWay: TcpProxy;
  /** Between all services and MongoDB. */
  readonly mongoWay: TcpProxy;
  readonly livekit: FakeLiveKit;
  readonly key: Key;
  readonly services: Services;
  readonly reader: Reader;
  /** Our own connections, past the proxies. */
  readonly bus: Bus;
  readonly store: Store;
  /** All that the services have written. */
  output(): string;
}

interface Disks {
  readonly natsDiskMebibytes?: number;
}

/** Short, so that a run holds many looks. */
export const intervalMs = 5_000;

const key = { apiKey: "faults-key", apiSecret: "faults-secret-of-at-least-32-characters" };

export async function openInstallation({ natsDiskMebibytes }: Disks = {}): Promise<Installation> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await mkdtempDisposable(join(tmpdir(), "rollcall-faults-")));
  if (natsDiskMebibytes !== undefined) opening.use(await mountSmallDisk(folder.path, natsDiskMebibytes));
  const extraConfig = natsDiskMebibytes === undefined ? "" : trustingJetStream(folder.path);
  const [nats, mongo] = await Promise.all([startNats({ dataDir: folder.path, extraConfig }), startMongo()]);
  opening.use(nats);
  opening.use(mongo);
  const natsWay = opening.use(await startTcpProxy(portOf(nats)));
  const mongoWay = opening.use(await startTcpProxy(portOf(mongo)));
  const livekit = opening.use(await startFakeLiveKit(key));
  const services = opening.use(
    await startServices({
      natsUrl: `nats://127.0.0.1:${natsWay.port}`,
      // A client that asks for the set's members would go past the proxy.
      mongodbUrl: `mongodb://127.0.0.1:${mongoWay.port}/?directConnection=true`,
      livekitUrl: livekit.url,
      ...key,
      env: { VERIFY_INTERVAL_MS: String(intervalMs) },
    }),
  );
  const log = createLogger("faults", { level: "silent" });
  const bus = opening.use(await openBus({ url: nats.url, name: "faults", log }));
  const store = opening.use(await openMongoStore({ url: mongo.url, log }));
  const opened = opening.move();
  return {
    natsFolder: folder.path,
    ...{ nats, mongo, natsWay, mongoWay, livekit, key, services, bus, store },
    reader: await openReader(services.queryUrl, key),
    output: () => serviceNames.map((name) => services.output(name)).join("\n"),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const portOf = ({ url }: Server): number => Number(new URL(url).port);
