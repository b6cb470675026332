import { homedir } from "node:os";
import { join } from "node:path";

/** Environment variables as a program gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Folder for fetched servers, shared by all checkouts of a user; `ROLLCALL_CACHE` overrides it. */
export function cacheFolder(env: Environment): string {
  return env["ROLLCALL_CACHE"] || join(env["HOME"] || homedir(), ".cache", "rollcall");
}

/** This process's own environment, which servers and tools get unless another one is given. */
export function inheritedEnvironment(): Environment {
  return process.env;
}
