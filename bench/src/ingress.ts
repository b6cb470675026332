import { freePorts, startNats } from "@rollcall/servers";
import type { Figure } from "./figure.ts";
import { publishAlone } from "./jetstream-alone.ts";
import { postFast } from "./load.ts";
import { percentile, postEvenly } from "./paced.ts";
import { startProgram } from "./start-program.ts";
import { keys, signedWebhooks } from "./webhooks.ts";

/** More than ingress answers in one turn. */
const perTurn = { 1: 6_000, 64: 20_000 } as const;
const turns = 3;

/** From POST to the durable ack, beside an Express app that does nothing and JetStream alone, in turns within one run. */
export async function benchIngress(): Promise<Figure[]> {
  await using nats = await startNats();
  const [ingressPort = 0, idlePort = 0] = await freePorts(2);
  const env = {
    NATS_URL: nats.url,
    LIVEKIT_API_KEY: keys.apiKey,
    LIVEKIT_API_SECRET: keys.apiSecret,
  };
  await using _ingress = await startProgram(
    "services/ingress/src/main.ts",
    { ...env, INGRESS_PORT: String(ingressPort) },
    `${url(ingressPort)}/readyz`,
  );
  await using _idle = await startProgram(
    "bench/src/idle-app.ts",
    { INGRESS_PORT: String(idlePort) },
    url(idlePort),
  );
  const measure = (port: number, connections: 1 | 64, run: string) =>
    postFast({ url: url(port), connections, webhooks: signedWebhooks(perTurn[connections], run) });
  for (const port of [ingressPort, idlePort]) await measure(port, 64, `warm${port}`);
  const figures: Figure[] = [];
  for (const connections of [1, 64] as const) {
    const idle: number[] = [];
    const ours: number[] = [];
    const stream: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      idle.push(await measure(idlePort, connections, `idle${connections}.${turn}`));
      ours.push(await measure(ingressPort, connections, `ours${connections}.${turn}`));
      const alone = signedWebhooks(perTurn[connections] * 2, `alone${connections}.${turn}`);
      stream.push(await publishAlone(nats.url, connections, alone));
    }
    figures.push(...compare(connections, median(ours), median(idle), median(stream)));
  }
  const times = await postEvenly(url(ingressPort), signedWebhooks(20_000, "steady"), 1_000);
  const ms = (share: number) => `${percentile(times, share).toFixed(1)} ms`;
  return [
    ...figures,
    { what: "at 1,000 webhooks a second: p50", value: ms(0.5) },
    { what: "at 1,000 webhooks a second: p99", value: ms(0.99), aim: "at most 10 ms" },
  ];
}

const url = (port: number): string => `http://127.0.0.1:${port}`;

const median = (values: readonly number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

function compare(connections: number, ours: number, idle: number, stream: number): Figure[] {
  const where = `${connections} connection${connections === 1 ? "" : "s"}`;
  return [
    { what: `${where}: stored and answered, a second`, value: ours.toFixed(0) },
    { what: `${where}: the idle app, a second`, value: idle.toFixed(0) },
    { what: `${where}: JetStream alone stores, a second`, value: stream.toFixed(0) },
    { what: `${where}: ratio to JetStream alone`, value: (ours / stream).toFixed(2) },
    {
      what: `${where}: ratio to the idle app`,
      value: (ours / idle).toFixed(2),
      ...(connections === 64 ? { aim: "at least 0.3" } : {}),
    },
  ];
}
