import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Command, Report, Told } from "./participant-messages.ts";

const program = new URL("participant-program.ts", import.meta.url);

type Order = Command extends infer Each ? (Each extends Command ? Omit<Each, "id"> : never) : never;

/** A child process that holds participants. */
export interface ParticipantProcess extends AsyncDisposable {
  readonly pid: number;
  /** Resolves with what the client knows when it is done; fails with the client's own words. */
  order(order: Order): Promise<Told>;
  /** Sends a signal; SIGKILL resolves when the process is gone. */
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): Promise<void>;
}

export async function startParticipantProcess(): Promise<ParticipantProcess> {
  const child = fork(program, [], { stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: [] });
  const errors: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => errors.splice(0, errors.length, text));
  await once(child, "spawn");
  const pid = child.pid;
  if (pid === undefined) throw new Error("the participant's process did not start");
  tieToUs(child, pid);
  let orders = 0;
  return {
    pid,
    order: (order) => ask(child, { ...order, id: ++orders }, () => errors.join("")),
    async signal(signal) {
      child.kill(signal);
      if (signal === "SIGKILL") await gone(child);
    },
    async [Symbol.asyncDispose]() {
      if (!isRunning(child)) return;
      child.kill("SIGCONT");
      child.send({ do: "end", id: ++orders } satisfies Command, () => {});
      await Promise.race([gone(child), limit(endWithinMs)]);
      if (isRunning(child)) child.kill("SIGKILL");
      await gone(child);
    },
  };
}

/** A frozen process would outlive ours for ever: it cannot notice that we are gone. */
function tieToUs(child: ChildProcess, pid: number): void {
  const script = `read -r _; kill -KILL ${pid}`;
  const keeper = spawn("sh", ["-c", script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  keeper.stdin.on("error", () => {});
  keeper.unref();
  child.once("exit", () => keeper.kill("SIGKILL"));
}

const answerWithinMs = 30_000;
const endWithinMs = 5_000;

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

const gone = (child: ChildProcess): Promise<unknown> =>
  isRunning(child) ? once(child, "exit") : Promise.resolve();

const limit = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

function ask(child: ChildProcess, command: Command, lastWords: () => string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      child.off("message", onMessage).off("exit", onExit);
      act();
    };
    const onMessage = (report: Report) => {
      if (report.id !== command.id) return;
      settle(() => ("failure" in report ? reject(new Error(report.failure)) : resolve(report)));
    };
    const onExit = () => settle(() => reject(new Error(`the participant's process ended: ${lastWords()}`)));
    const onLate = () => settle(() => reject(new Error(`the participant did not ${command.do} in time`)));
    const timer = setTimeout(onLate, answerWithinMs);
    child.on("message", onMessage).on("exit", onExit);
    child.send(command, (failure) => failure && settle(() => reject(failure)));
  });
}
