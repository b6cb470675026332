import { glob, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { streams } from "@rollcall/contracts";
import type { Fault } from "../fault.ts";

const lostBytes = 3_000;
/** The shortest webhook, stored. */
const leastBytes = 600;

export const truncatedFile: Fault = {
  name: "truncated-file",
  why: `nats-server is killed, and the newest file of the evidence loses its last ${lostBytes} bytes, as after a power cut without \`sync_interval: always\`; what attendance had not taken of that is gone`,
  lastsMs: 0,
  mayLose: Math.ceil(lostBytes / leastBytes),
  async inject({ nats, natsFolder, bus }) {
    const before = (await bus.jsm.streams.info(streams.evidence)).state.last_seq;
    await nats.kill("SIGKILL");
    const file = await newestFile(natsFolder);
    await truncate(file, (await stat(file)).size - lostBytes);
    await nats.restart();
    return async () => `${lostBytes} bytes behind message ${before} cut off`;
  },
};

async function newestFile(folder: string): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(join(folder, `jetstream/**/${streams.evidence}/msgs/*.blk`)))
    files.push(file);
  const newest = files.toSorted((a, b) => numberOf(a) - numberOf(b)).at(-1);
  if (newest === undefined) throw new Error("nats-server keeps no file of the evidence");
  return newest;
}

const numberOf = (file: string): number => Number(/(\d+)\.blk$/.exec(file)?.[1]);
