import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, type Environment } from "./environment.ts";
import { isExecutable, versionOf } from "./find-on-path.ts";
import { withLock } from "./lock.ts";
import type { ServerKind } from "./server-kind.ts";

/** Path of a fetched server; its folder is there only when it is complete. */
export function cachedPath(kind: ServerKind, env: Environment): string {
  return join(cacheFolder(env), `${kind.name}-${kind.version}`, kind.name);
}

/** The cached server's path, or `undefined` when it has not been fetched yet. */
export async function findInCache(kind: ServerKind, env: Environment): Promise<string | undefined> {
  const path = cachedPath(kind, env);
  return (await isExecutable(path)) ? path : undefined;
}

/**
 * Fetches a server into the cache, once however many processes ask: `fetch` gets an empty folder and returns
 * the program's path in it. The program must run before it is kept.
 */
export async function fillCache(
  kind: ServerKind,
  options: { readonly env: Environment; readonly signal?: AbortSignal | undefined },
  fetch: (folder: string) => Promise<string>,
): Promise<string> {
  const root = cacheFolder(options.env);
  await mkdir(root, { recursive: true });
  return withLock(join(root, `${kind.name}-${kind.version}.lock`), options.signal, async () => {
    const already = await findInCache(kind, options.env);
    if (already !== undefined) return already;
    const folder = await mkdtemp(join(root, `${kind.name}-fetch-`));
    try {
      const program = await fetch(folder);
      if ((await versionOf(program, options.env)) === undefined) throw new Error("it does not run here");
      return await keep(kind, options.env, folder, program);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function keep(kind: ServerKind, env: Environment, folder: string, program: string): Promise<string> {
  const kept = join(folder, "kept");
  await mkdir(kept);
  await copyFile(program, join(kept, kind.name));
  await chmod(join(kept, kind.name), 0o755);
  const path = cachedPath(kind, env);
  const home = join(path, "..");
  await rm(home, { recursive: true, force: true });
  await rename(kept, home);
  return path;
}
