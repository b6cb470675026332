import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Runs the command as an operator does, with these settings alone. */
export async function runRollcall(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Run> {
  const env = { PATH: process.env["PATH"], ...settings };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}

/** Runs the command for a reader who goes away at once, as `head` may; gives what it says of that. */
export async function runUnread(...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env["PATH"] };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  return text(child.stderr);
}
