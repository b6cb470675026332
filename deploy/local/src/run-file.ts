import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Addresses } from "./addresses.ts";

/**
 * Claims the data folder for this process: two would write to the same files. Rejects when another living
 * process holds it. The claim also tells other commands where everything is, once `publish` is called.
 */
export async function claimDataDir(
  dataDir: string,
): Promise<AsyncDisposable & { publish(addresses: Addresses): Promise<void> }> {
  const path = runFile(dataDir);
  const holder = await readHolder(path);
  if (holder !== undefined && holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `DATA_DIR=${dataDir} is in use by process ${holder}; stop that first, or choose another folder`,
    );
  }
  const write = (content: object) =>
    writeFile(path, `${JSON.stringify({ pid: process.pid, ...content }, undefined, 2)}\n`, { mode: 0o600 });
  await write({});
  return {
    publish: (addresses) => write(addresses),
    [Symbol.asyncDispose]: () => rm(path, { force: true }),
  };
}

/** The file that is there while the product runs on this data folder; JSON with `pid` and Addresses. */
export function runFile(dataDir: string): string {
  return join(dataDir, "running.json");
}

async function readHolder(path: string): Promise<number | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(path, "utf8"));
    const pid = typeof content === "object" && content !== null && "pid" in content ? content.pid : undefined;
    return typeof pid === "number" ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
