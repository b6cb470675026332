import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../testing/program.ts", import.meta.url));

type Outcome = { readonly code: number | null; readonly events: readonly string[]; readonly errors: string };

/** Runs the program and sends the signals as soon as it logs `at`. */
async function run(env: Record<string, string>, at?: string, signals: readonly NodeJS.Signals[] = []) {
  const child = spawn(process.execPath, [program], { env: { PATH: process.env["PATH"], ...env } });
  const errors = text(child.stderr);
  const exited = once(child, "exit");
  const events: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg } = JSON.parse(line) as { readonly msg: string };
    events.push(msg);
    if (msg === at) for (const signal of signals) child.kill(signal);
  }
  const [code] = await exited;
  return { code, events, errors: await errors } satisfies Outcome;
}

it("disposes in reverse after a signal and exits with 0, also when signalled twice", async () => {
  expect(await run({}, "service.ready", ["SIGTERM", "SIGINT"])).toEqual({
    code: 0,
    events: [
      "service.starting",
      "service.ready",
      "service.stopping",
      "second.disposed",
      "first.disposed",
      "service.stopped",
    ],
    errors: "",
  });
});

it("stops during a start that does not end", async () => {
  const { code, events } = await run({ SCENE: "stuck_start" }, "start.stuck", ["SIGTERM"]);
  expect({ code, last: events.at(-1) }).toEqual({ code: 0, last: "service.stopped" });
});

it("prints every wrong setting without a stack and exits with 1", async () => {
  const { code, errors } = await run({ LOG_LEVEL: "loud", SCENE: "none", SOME_PORT: "x" });
  expect(code).toBe(1);
  expect(errors.split("\n")).toEqual([
    "program cannot start:",
    "  LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent",
    "  SCENE: must be one of serve, crash, throw, stuck_start, fail_stop",
    "  SOME_PORT: must be a port number from 0 to 65535",
    "",
  ]);
});

it("says why the start failed, disposes what was opened, and exits with 1", async () => {
  const { code, events, errors } = await run({ SCENE: "throw" });
  expect({ code, errors }).toEqual({ code: 1, errors: "program cannot start:\n  the bus is away\n" });
  expect(events).toEqual([
    "service.starting",
    "service.start_failed",
    "second.disposed",
    "first.disposed",
    "service.stopped",
  ]);
});

it("disposes and exits with 1 when nobody caught an error", async () => {
  const { code, events } = await run({ SCENE: "crash" });
  expect(code).toBe(1);
  expect(events.slice(2)).toEqual([
    "service.crashed",
    "second.disposed",
    "first.disposed",
    "service.stopped",
  ]);
});

it("disposes the rest and exits with 1 when something cannot be closed", async () => {
  const { code, events } = await run({ SCENE: "fail_stop" }, "service.ready", ["SIGTERM"]);
  expect(code).toBe(1);
  expect(events.slice(-2)).toEqual(["first.disposed", "service.stop_failed"]);
});
