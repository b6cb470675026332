import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Environment } from "./environment.ts";
import { runCommand } from "./run-command.ts";
import type { ServerKind } from "./server-kind.ts";
import { findVersion, isNewEnough } from "./version.ts";

export type Found = { readonly path: string } | { readonly problem: string };

const versionLimitMs = 10_000;

/** Looks for the server on PATH; tells what is wrong when it is not there or too old. */
export async function findOnPath(kind: ServerKind, env: Environment): Promise<Found> {
  const path = await which(kind.name, env);
  if (path === undefined) return { problem: `no ${kind.name} on PATH` };
  const version = await versionOf(path, env);
  if (version === undefined) return { problem: `${path} does not tell its version` };
  if (isNewEnough(version, kind.oldest)) return { path };
  return { problem: `${path} is ${version}, older than ${kind.oldest}` };
}

/** The version that a server's program tells, if it runs at all. */
export async function versionOf(path: string, env: Environment): Promise<string | undefined> {
  try {
    return findVersion(await runCommand(path, ["--version"], { env, limitMs: versionLimitMs }));
  } catch {
    return undefined;
  }
}

/** The full path of a program on PATH. */
export async function which(name: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (folder === "") continue;
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
