import { setTimeout as pause } from "node:timers/promises";
import { MongoClient } from "mongodb";
import type { Fault } from "../fault.ts";

const times = 3;
const awaySeconds = 3;

export const stepDown: Fault = {
  name: "mongod-steps-down",
  why: `MongoDB's primary steps down under load, ${times} times, and there is none for ${awaySeconds} s`,
  lastsMs: 0,
  async inject({ mongo }) {
    const client = new MongoClient(mongo.url, { directConnection: true, serverSelectionTimeoutMS: 10_000 });
    try {
      for (let time = 0; time < times; time += 1) {
        await client.db("admin").command({ replSetStepDown: awaySeconds, force: true });
        await pause((awaySeconds + 3) * 1_000);
      }
    } finally {
      await client.close();
    }
    return async () => `stepped down ${times} times`;
  },
};
