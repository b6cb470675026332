import type { Fault } from "../fault.ts";
import { killed } from "./processes.ts";

/** Away for longer than ingress waits for NATS: it must answer that it cannot store. */
const awayMs = 2_500;

const names = ["ingress", "nats-server", "mongod", "attendance"] as const;
const parts = names.map((name) => killed(name, 1, awayMs));

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
