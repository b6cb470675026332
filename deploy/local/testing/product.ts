import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePorts, within } from "@rollcall/servers";
import { vi } from "vitest";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));
const main = join(checkout, "deploy", "local", "src", "main.ts");
const standIn = join(checkout, "deploy", "local", "testing", "stand-in.ts");
const startLimitMs = 30_000;
/** What a stop may take, whatever happens. */
const stopLimitMs = 15_000;

/** `npm start` as a process, with stand-ins for the four services and a data folder of its own. */
export class Product implements AsyncDisposable {
  output = "";
  readonly dataDir: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  readonly #keepsData: boolean;

  private constructor(process: ChildProcess, dataDir: string, keepsData: boolean) {
    this.#process = process;
    this.dataDir = dataDir;
    this.#keepsData = keepsData;
    this.#exited = once(process, "close");
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += String(chunk);
      });
    }
  }

  /** Starts it, by npm when `byNpm` is set; `env` is added to the settings that make it small and private. */
  static async start(
    env: Readonly<Record<string, string>>,
    options: { readonly byNpm?: boolean; readonly dataDir?: string } = {},
  ): Promise<Product> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "rollcall-product-")));
    const command = options.byNpm ? "npm" : process.execPath;
    const args = options.byNpm ? ["start", "--"] : [main];
    const started = spawn(command, [...args, `--stand-in=${standIn}`], {
      cwd: checkout,
      env: { ...process.env, ...(await privatePorts()), DATA_DIR: dataDir, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Product(started, dataDir, options.dataDir !== undefined);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Waits until it has written a text. */
  async says(text: string): Promise<void> {
    const look = () => {
      if (!this.output.includes(text)) throw new Error(`it has not said "${text}" but:\n${this.output}`);
    };
    await vi.waitFor(look, startLimitMs);
  }

  /** Its exit code; fails when it does not end in the time that a stop may take. */
  async ends(): Promise<number | null> {
    const exit = await within(this.#exited, stopLimitMs);
    if (exit === undefined) throw new Error(`it has not ended but said:\n${this.output}`);
    return this.#process.exitCode;
  }

  /** The process ids that a service has had, in order. */
  async pidsOf(service: string): Promise<number[]> {
    const log = await readFile(join(this.dataDir, "logs", `${service}.log`), "utf8");
    return [...log.matchAll(/starts as (\d+)/g)].map((match) => Number(match[1]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill("SIGTERM");
      if ((await within(this.#exited, stopLimitMs)) === undefined) this.#process.kill("SIGKILL");
    }
    if (!this.#keepsData) await rm(this.dataDir, { recursive: true, force: true });
  }
}

async function privatePorts(): Promise<Record<string, string>> {
  const ports = await freePorts(4);
  const names = ["INGRESS_PORT", "ATTENDANCE_PORT", "VERIFIER_PORT", "QUERY_PORT"];
  return Object.fromEntries(names.map((name, index) => [name, String(ports[index])]));
}
