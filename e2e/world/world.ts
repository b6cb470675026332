import { startServices, type Services } from "@rollcall/local";
import { startLiveKit, startMongo, startNats, type LiveKitOptions, type Server } from "@rollcall/servers";
import {
  join,
  startProxy,
  type FaultyProxy,
  type LiveKitAccess,
  type Participant,
  type ParticipantOptions,
  type Passing,
} from "@rollcall/testkit";
import { openReader, type Reader } from "./reader.ts";

/** The whole product on free ports, with a LiveKit of its own and a proxy on each side of it. */
export interface World extends AsyncDisposable {
  readonly nats: Server;
  readonly mongo: Server;
  readonly livekit: Server;
  readonly access: LiveKitAccess;
  readonly services: Services;
  /** Between LiveKit and ingress. */
  readonly webhooks: FaultyProxy;
  /** Between the verifier and LiveKit's API. */
  readonly api: FaultyProxy;
  readonly reader: Reader;
  join(room: string, identity: string, options?: ParticipantOptions): Promise<Participant>;
}

export interface WorldOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly livekit?: Partial<LiveKitOptions>;
}

const keys = { apiKey: "e2e-key", apiSecret: "e2e-secret-of-at-least-32-characters" };

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  await using opening = new AsyncDisposableStack();
  const [nats, mongo] = await Promise.all([startNats(), startMongo()]);
  opening.use(nats);
  opening.use(mongo);
  let ingressUrl = "http://127.0.0.1:9";
  const webhooks = opening.use(await startProxy(() => ingressUrl));
  const webhookUrls = [`${webhooks.url}/livekit/webhook`];
  const livekit = opening.use(
    await startLiveKit({ ...keys, departureTimeoutSeconds: 2, ...options.livekit, webhookUrls }),
  );
  const api = opening.use(await startProxy(() => livekit.url.replace(/^ws/, "http")));
  const services = opening.use(
    await startServices({
      natsUrl: nats.url,
      mongodbUrl: mongo.url,
      livekitUrl: api.url.replace(/^http/, "ws"),
      ...keys,
      env: options.env,
    }),
  );
  ingressUrl = services.ingressUrl;
  const access = { url: livekit.url, ...keys };
  const opened = opening.move();
  return {
    ...{ nats, mongo, livekit, access, services, webhooks, api },
    reader: await openReader(services.queryUrl, keys),
    join: (room, identity, who) => join(access, room, identity, who),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** What a webhook in passing says. */
export interface PassingWebhook {
  readonly event: string;
  readonly room: string;
  readonly identity: string | null;
}

export function webhookIn({ body }: Passing): PassingWebhook {
  const json = JSON.parse(body.toString()) as {
    event: string;
    room?: { name: string };
    participant?: { identity: string };
  };
  return { event: json.event, room: json.room?.name ?? "", identity: json.participant?.identity ?? null };
}

/** Loses the webhooks that the rule names: LiveKit takes them for delivered, Rollcall never hears of them. */
export const loseWebhooks = (world: World, rule: (webhook: PassingWebhook) => boolean): Disposable =>
  world.webhooks.rule((passing) => (rule(webhookIn(passing)) ? { status: 200 } : "pass"));
