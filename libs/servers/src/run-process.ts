import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { inheritedEnvironment, type Environment } from "./environment.ts";
import { leash } from "./leash.ts";
import { within } from "./within.ts";

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type RunOptions = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Environment;
  readonly cwd?: string;
  readonly onLine?: (line: string) => void;
};

/** A started program with its whole process group. */
export type RunningProcess = {
  readonly pid: number;
  /** Settles once when the program has ended; never rejects. */
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** Sends a signal to the program and its children; without effect after its end. */
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when it has not ended after `graceMs`. */
  stop(graceMs: number): Promise<Exit>;
  /** The end of its output, at most 60 lines. */
  lastLines(): readonly string[];
};

const linesKept = 60;
const lastOutputMs = 500;

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal reaches only us and we decide
 * the order of stopping; it dies with this process. Rejects when the program cannot be started.
 */
export async function runProcess(options: RunOptions): Promise<RunningProcess> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...(options.env ?? inheritedEnvironment()) },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    if (lines.length > linesKept) lines.shift();
    options.onLine?.(line);
  };
  readLines(child.stdout, onLine);
  readLines(child.stderr, onLine);
  const exited = watchExit(child);
  await once(child, "spawn");
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.command} has no process id`);
  const untie = leash(pid);
  const done = exited.then((exit) => {
    untie();
    return exit;
  });
  return new Running(child, pid, done, lines);
}

class Running implements RunningProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #lines: readonly string[];

  constructor(child: ChildProcess, pid: number, exited: Promise<Exit>, lines: readonly string[]) {
    this.#child = child;
    this.pid = pid;
    this.exited = exited;
    this.#lines = lines;
  }

  hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.hasExited()) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // Gone between the check and the signal.
    }
  }

  async stop(graceMs: number): Promise<Exit> {
    this.signal("SIGTERM");
    // A program frozen by SIGSTOP would not notice SIGTERM.
    this.signal("SIGCONT");
    const exit = await within(this.exited, graceMs);
    if (exit !== undefined) return exit;
    this.signal("SIGKILL");
    return this.exited;
  }

  lastLines(): readonly string[] {
    return [...this.#lines];
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", onLine);
}

async function watchExit(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("error", () => undefined);
    child.once("exit", (code, signal) => {
      // A grandchild may hold the pipes open for ever, so the last output has a limit.
      const limit = setTimeout(() => resolve({ code, signal }), lastOutputMs);
      child.once("close", () => {
        clearTimeout(limit);
        resolve({ code, signal });
      });
    });
  });
}
