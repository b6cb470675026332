import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, type Environment } from "./environment.ts";
import { isExecutable, versionOf } from "./find-on-path.ts";
import { withLock } from "./lock.ts";

/** A program or library by the name and version under which the cache keeps it. */
export type Cached = { readonly name: string; readonly version: string };

export type CacheOptions = {
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  /** Whether what was fetched works on this machine; default: it tells its version. */
  readonly works?: ((path: string) => Promise<boolean>) | undefined;
};

/** Path of what was fetched; its folder is there only when it is complete. */
export function cachedPath(kind: Cached, env: Environment): string {
  return join(cacheFolder(env), `${kind.name}-${kind.version}`, kind.name);
}

/** The cached file's path, or `undefined` when it has not been fetched yet. */
export async function findInCache(kind: Cached, env: Environment): Promise<string | undefined> {
  const path = cachedPath(kind, env);
  return (await isExecutable(path)) ? path : undefined;
}

/**
 * Fetches something into the cache, once however many processes ask: `fetch` gets an empty folder and returns
 * the file's path in it. It must work before it is kept.
 */
export async function fillCache(
  kind: Cached,
  options: CacheOptions,
  fetch: (folder: string) => Promise<string>,
): Promise<string> {
  const root = cacheFolder(options.env);
  const works = options.works ?? (async (path) => (await versionOf(path, options.env)) !== undefined);
  await mkdir(root, { recursive: true });
  return withLock(join(root, `${kind.name}-${kind.version}.lock`), options.signal, async () => {
    const already = await findInCache(kind, options.env);
    if (already !== undefined) return already;
    const folder = await mkdtemp(join(root, `${kind.name}-fetch-`));
    try {
      const file = await fetch(folder);
      if (!(await works(file))) throw new Error("it does not run here");
      return await keep(kind, options.env, folder, file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function keep(kind: Cached, env: Environment, folder: string, file: string): Promise<string> {
  const kept = join(folder, "kept");
  await mkdir(kept);
  await copyFile(file, join(kept, kind.name));
  await chmod(join(kept, kind.name), 0o755);
  const path = cachedPath(kind, env);
  const home = join(path, "..");
  await rm(home, { recursive: true, force: true });
  await rename(kept, home);
  return path;
}
