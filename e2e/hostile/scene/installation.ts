import { startServices, type Services } from "@rollcall/local";
import { startMongo, startNats, type Environment, type Server } from "@rollcall/servers";
import { startProxy, type FaultyProxy, type LiveKitAccess } from "@rollcall/testkit";
import { openReader, type Reader } from "../../world/reader.ts";

/** Where LiveKit's webhooks go before the installation that they are for has been started. */
export interface Inlet extends AsyncDisposable {
  readonly proxy: FaultyProxy;
  /** What LiveKit is configured with. */
  readonly webhookUrl: string;
  leadTo(ingressUrl: string): void;
}

export async function openInlet(): Promise<Inlet> {
  let ingressUrl = "http://127.0.0.1:9";
  const proxy = await startProxy(() => ingressUrl);
  return {
    proxy,
    webhookUrl: `${proxy.url}/livekit/webhook`,
    leadTo: (url) => void (ingressUrl = url),
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

/** A Rollcall of its own, on a LiveKit that others may look at too. */
export interface Installation extends AsyncDisposable {
  readonly name: string;
  readonly nats: Server;
  readonly mongo: Server;
  readonly services: Services;
  readonly reader: Reader;
}

export async function openInstallation(
  name: string,
  livekit: LiveKitAccess,
  inlet: Inlet,
  env: Environment = {},
): Promise<Installation> {
  await using opening = new AsyncDisposableStack();
  const [nats, mongo] = await Promise.all([startNats(), startMongo()]);
  opening.use(nats);
  opening.use(mongo);
  const { url: livekitUrl, ...keys } = livekit;
  const addresses = { natsUrl: nats.url, mongodbUrl: mongo.url, livekitUrl };
  const services = opening.use(await startServices({ ...addresses, ...keys, env }));
  inlet.leadTo(services.ingressUrl);
  const opened = opening.move();
  return {
    ...{ name, nats, mongo, services },
    reader: await openReader(services.queryUrl, keys),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
