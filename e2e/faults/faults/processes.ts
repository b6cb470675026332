import { setTimeout as pause } from "node:timers/promises";
import type { ServiceName } from "@rollcall/local";
import type { Fault } from "../fault.ts";
import type { Installation } from "../installation/open-installation.ts";

type Process = ServiceName | "nats-server" | "mongod";

/** What all processes of ours and our neighbours have in common. */
interface Control {
  kill(signal?: NodeJS.Signals): Promise<void>;
  restart(): Promise<void>;
}

const controlOf = ({ nats, mongo, services }: Installation, name: Process): Control => {
  if (name === "nats-server") return nats;
  return name === "mongod" ? mongo : services.service(name);
};

/** kill -9, again and again under load. */
export const killed = (name: Process, times = 3, awayMs = 1_000): Fault => ({
  name: `${name}-killed`,
  why: `\`kill -9\` of ${name}, ${times} times, each time away for ${awayMs / 1_000} s`,
  lastsMs: 0,
  async inject(installation) {
    const control = controlOf(installation, name);
    for (let time = 0; time < times; time += 1) {
      await control.kill("SIGKILL");
      await pause(awayMs);
      await control.restart();
      await pause(1_500);
    }
    return async () => `killed ${times} ${times === 1 ? "time" : "times"}`;
  },
});

/** SIGSTOP: the connections stay, and nobody answers. */
export const stopped = (name: Process, lastsMs = 12_000): Fault => ({
  name: `${name}-stopped`,
  why: `${name} stands still (SIGSTOP) for ${lastsMs / 1_000} s: its connections stay open, and nobody answers`,
  lastsMs,
  async inject(installation) {
    const control = controlOf(installation, name);
    await control.kill("SIGSTOP");
    return async () => {
      await control.kill("SIGCONT");
      return `stopped for ${lastsMs / 1_000} s`;
    };
  },
});
