import { readFile } from "node:fs/promises";
import { serviceNames, type Services } from "@rollcall/local";
import type { Figure } from "../figure.ts";

/** The most memory that each service has had, as Linux tells; nothing elsewhere. */
export async function memoryOf(services: Services): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const name of serviceNames) {
    const { pid } = services.service(name);
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kilobytes === undefined) continue;
    figures.push({ what: `most memory of ${name}`, value: `${Math.round(Number(kilobytes) / 1_024)} MB` });
  }
  return figures;
}
