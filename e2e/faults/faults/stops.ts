import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../fault.ts";
import type { Installation } from "../installation/open-installation.ts";

const limitMs = 10_000;
const names = ["ingress", "attendance", "verifier", "query"] as const;

/** A clean stop of one service, and its start. Resolves with how long the stop took, ms. */
async function restart({ services }: Installation, name: (typeof names)[number]): Promise<number> {
  const startedAt = performance.now();
  await services.service(name).kill("SIGTERM");
  const tookMs = performance.now() - startedAt;
  if (tookMs > limitMs) throw new Error(`${name} took ${Math.round(tookMs)} ms to stop`);
  await services.service(name).restart();
  return tookMs;
}

export const rollingRestart: Fault = {
  name: "rolling-restart",
  why: "SIGTERM to one service after the other under load, twice; each must have ended within 10 s, is started again, and the next one follows",
  lastsMs: 0,
  async inject(installation) {
    const took: number[] = [];
    for (const name of [...names, ...names]) {
      took.push(await restart(installation, name));
      await pause(500);
    }
    return async () => `slowest stop ${(Math.max(...took) / 1_000).toFixed(1)} s`;
  },
};

export const powerCut: Fault = {
  name: "power-cut",
  why: "`kill -9` of nats-server, mongod and all services at the same moment, and all start again",
  lastsMs: 0,
  async inject({ nats, mongo, services }) {
    await Promise.all(
      [nats, mongo, ...names.map((name) => services.service(name))].map((one) => one.kill("SIGKILL")),
    );
    await Promise.all([nats.restart(), mongo.restart()]);
    await Promise.all(names.map((name) => services.service(name).restart()));
    return async () => "all killed and started";
  },
};
