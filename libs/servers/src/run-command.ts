import type { Environment } from "./environment.ts";
import { runProcess } from "./run-process.ts";

export type CommandOptions = {
  readonly env: Environment;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
};

const stopGraceMs = 2000;

/**
 * Runs a program to its end and returns the last lines of its output. Rejects when it cannot be started, fails,
 * takes longer than the limit, or is aborted; it has ended then, with its children.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { env, limitMs, signal }: CommandOptions,
): Promise<string> {
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(limitMs);
  const abort = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  const running = await runProcess({ command, args, env });
  const stop = () => void running.stop(stopGraceMs);
  abort.addEventListener("abort", stop);
  if (abort.aborted) stop();
  try {
    const exit = await running.exited;
    signal?.throwIfAborted();
    const output = running.lastLines();
    if (limit.aborted) throw new Error(`${command} took longer than ${limitMs / 1000} s`);
    if (exit.code !== 0) throw new Error(`${command} failed: ${output.slice(-4).join(" / ") || "no output"}`);
    return output.join("\n");
  } finally {
    abort.removeEventListener("abort", stop);
  }
}
