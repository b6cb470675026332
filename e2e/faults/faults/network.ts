import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../fault.ts";
import type { Installation } from "../installation/open-installation.ts";
import type { TcpProxy } from "../installation/tcp-proxy.ts";

type Neighbour = "NATS" | "MongoDB";

const wayTo = ({ natsWay, mongoWay }: Installation, name: Neighbour): TcpProxy =>
  name === "NATS" ? natsWay : mongoWay;

/** Longer than every limit of a single call. */
const cutMs = 15_000;

export const partitioned = (name: Neighbour): Fault => ({
  name: `${name.toLowerCase()}-partitioned`,
  why: `nothing passes between the services and ${name} for ${cutMs / 1_000} s, and no connection breaks; then all that waited comes through`,
  lastsMs: cutMs,
  async inject(installation) {
    const cut = wayTo(installation, name).cut();
    return async () => {
      cut[Symbol.dispose]();
      return `cut for ${cutMs / 1_000} s`;
    };
  },
});

export const halfOpen = (name: Neighbour): Fault => ({
  name: `${name.toLowerCase()}-half-open`,
  why: `all connections to ${name} go silent for good without being closed, as after a firewall's restart; new ones work`,
  lastsMs: 0,
  async inject(installation) {
    const abandoned = wayTo(installation, name).abandon();
    return async () => `${abandoned} connections silent`;
  },
});

const slowMs = { least: 30, jitter: 40 };

export const slowNetwork: Fault = {
  name: "slow-network",
  why: `every piece to and from NATS and MongoDB takes ${slowMs.least} to ${slowMs.least + slowMs.jitter} ms for 15 s`,
  lastsMs: 15_000,
  async inject({ natsWay, mongoWay }) {
    const slow = [natsWay, mongoWay].map((way) => way.slow(slowMs.least, slowMs.jitter));
    return async () => {
      for (const one of slow) one[Symbol.dispose]();
      return "slow for 15 s";
    };
  },
};

const resets = 12;

export const connectionsReset: Fault = {
  name: "connections-reset",
  why: `all connections to NATS and MongoDB are reset, ${resets} times, every 700 ms`,
  lastsMs: 0,
  async inject({ natsWay, mongoWay }) {
    let broken = 0;
    for (let time = 0; time < resets; time += 1) {
      broken += natsWay.reset() + mongoWay.reset();
      await pause(700);
    }
    return async () => `${broken} connections reset`;
  },
};
