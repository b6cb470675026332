import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { isAlive } from "@rollcall/servers/testing";
import { expect, it } from "vitest";
import { eventually } from "./eventually.ts";

const module = new URL("participant-process.ts", import.meta.url);

const program = `
import { startParticipantProcess } from ${JSON.stringify(module.href)};
const seats = [await startParticipantProcess(), await startParticipantProcess()];
await seats[1].signal("SIGSTOP");
console.log(JSON.stringify(seats.map(({ pid }) => pid)));
setInterval(() => undefined, 1000);
`;

it("ends with the process that started it, even when that is killed and it is frozen itself", async () => {
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const pids = JSON.parse(String(line)) as number[];
  expect(pids.map(isAlive)).toEqual([true, true]);
  parent.kill("SIGKILL");
  await eventually(() => expect(pids.map(isAlive)).toEqual([false, false]));
});
