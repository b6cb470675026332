import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fault } from "../fault.ts";
import { canMount } from "../installation/small-disk.ts";

const mebibytes = 64;
const leftBytes = 150_000;

/** Only where a small disk can be had. */
export const diskFull: readonly Fault[] = canMount()
  ? [
      {
        name: "disk-full",
        why: `nats-server's disk (a tmpfs of ${mebibytes} MiB) fills up under load and stays full for 10 s; then there is room again, and nats-server is started again`,
        lastsMs: 10_000,
        natsDiskMebibytes: mebibytes,
        async inject({ natsFolder, nats }, { sender }) {
          const filler = join(natsFolder, "filler");
          const { bavail, bsize } = await statfs(natsFolder);
          await writeFile(filler, Buffer.alloc(bavail * bsize - leftBytes));
          return async () => {
            await rm(filler);
            await nats.restart();
            return `refused ${sender.failures.get("503") ?? 0} times`;
          };
        },
      },
    ]
  : [];
