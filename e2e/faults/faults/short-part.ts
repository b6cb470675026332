import type { Fault } from "../fault.ts";
import { killed } from "./processes.ts";

const parts = [killed("ingress", 1), killed("nats-server", 1), killed("mongod", 1), killed("attendance", 1)];

/** The part of the matrix for every test run: one fault after the other in one installation. */
export const shortPart: Fault = {
  name: "short",
  why: parts.map(({ why }) => why).join("; "),
  lastsMs: 0,
  async inject(installation, traffic) {
    const heals: string[] = [];
    for (const part of parts) heals.push(await (await part.inject(installation, traffic))());
    return async () => heals.join(", ");
  },
};
