import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { acquire } from "./acquire.ts";
import { startContainer } from "./container-server.ts";
import { inheritedEnvironment } from "./environment.ts";
import { freePort } from "./free-ports.ts";
import { useGiven, type AskVersion } from "./given-server.ts";
import { startProgram } from "./program-server.ts";
import type { ServerKind } from "./server-kind.ts";
import type { Server, ServerOptions, ServerPlan } from "./server.ts";

/** What differs from server to server. */
export type Recipe = {
  readonly kind: ServerKind;
  readonly askVersion: AskVersion;
  /** Writes what the server needs into `dataDir` and says how to run it. */
  readonly prepare: (dataDir: string, port: number) => Promise<Prepared>;
};

export type Prepared = Omit<ServerPlan, "name" | "dataDir" | "signal" | "onLine">;

/** Gets, starts and awaits a server, whichever way it can be had here. */
export async function startServer(recipe: Recipe, options: ServerOptions): Promise<Server> {
  const source = await acquire(recipe.kind, options);
  if (source.from === "url") return useGiven(recipe.kind, source.url, recipe.askVersion, options.signal);
  const isTemporary = options.dataDir === undefined;
  const dataDir = await openFolder(options.dataDir, recipe.kind.name);
  try {
    const prepared = await recipe.prepare(dataDir, options.port ?? (await freePort()));
    const { onLine, signal, stopGraceMs = prepared.stopGraceMs } = options;
    const plan = { ...prepared, name: recipe.kind.name, dataDir, isTemporary, onLine, signal, stopGraceMs };
    if (source.from === "image") return await startContainer({ ...plan, image: source.image });
    return await startProgram({ ...plan, path: source.path, env: options.env ?? inheritedEnvironment() });
  } catch (error) {
    if (isTemporary) await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function openFolder(given: string | undefined, name: string): Promise<string> {
  if (given === undefined) return mkdtemp(join(tmpdir(), `rollcall-${name}-`));
  const folder = resolve(given);
  await mkdir(folder, { recursive: true });
  return folder;
}
