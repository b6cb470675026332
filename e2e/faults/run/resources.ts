import { readdir, readFile } from "node:fs/promises";
import { serviceNames, type Services } from "@rollcall/local";

/** What the four services hold together. */
export interface Resources {
  readonly openFiles: number;
  readonly mebibytes: number;
}

const pageBytes = 4_096;

/** Null where the system does not tell (no Linux), or while a service is down. */
export async function resourcesOf(services: Services): Promise<Resources | null> {
  try {
    const all = await Promise.all(
      serviceNames.map((name) => resourcesOfProcess(services.service(name).pid ?? 0)),
    );
    return {
      openFiles: all.reduce((sum, { openFiles }) => sum + openFiles, 0),
      mebibytes: all.reduce((sum, { mebibytes }) => sum + mebibytes, 0),
    };
  } catch {
    return null;
  }
}

async function resourcesOfProcess(pid: number): Promise<Resources> {
  const [files, pages] = await Promise.all([
    readdir(`/proc/${pid}/fd`),
    readFile(`/proc/${pid}/statm`, "utf8"),
  ]);
  return {
    openFiles: files.length,
    mebibytes: Math.round((Number(pages.split(" ")[1]) * pageBytes) / 2 ** 20),
  };
}
