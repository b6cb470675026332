import { second } from "@rollcall/domain";
import { kill, type Process } from "./process.ts";
import { later, type Scheduler } from "./scheduler.ts";
import type { World } from "./world.ts";

/** Between two steps: perhaps kills, stops or pauses somebody; and starts whoever is gone again. */
export function strike(world: World): void {
  const { scheduler, setting } = world;
  const [first, ...others] = world.processes;
  if (first !== undefined && world.blowsLeft > 0 && scheduler.chance.happens(setting.blowsPerStep)) {
    world.blowsLeft -= 1;
    blow(scheduler, scheduler.chance.oneOf([first, ...others]));
  }
  restart(world);
}

function blow(scheduler: Scheduler, process: Process): void {
  switch (scheduler.chance.oneOf(["kill", "kill", "stop", "pause"] as const)) {
    case "kill":
      kill(scheduler, process);
      return;
    case "stop":
      later(scheduler, { what: `${process.name} is asked to stop`, act: () => process.stop.abort() });
      return;
    case "pause":
      scheduler.trace.push(`${process.name} stands still`);
      process.standsStillUntil = scheduler.now + scheduler.chance.whole(second, 60 * second);
  }
}

function restart(world: World): void {
  const { scheduler, processes } = world;
  for (const gone of processes.filter(({ isAlive }) => !isAlive)) {
    processes.splice(processes.indexOf(gone), 1);
    const at = scheduler.now + scheduler.chance.whole(0, 5 * second);
    const name = nextName(gone);
    const act = () => void processes.push(gone.again(name));
    later(scheduler, { at, what: `${name} starts`, act });
  }
}

/** `attendance 1`, `attendance 1.2`, `attendance 1.3`, … */
function nextName({ name }: Process): string {
  const [instance = name, life = "1"] = name.split(".");
  return `${instance}.${Number(life) + 1}`;
}
