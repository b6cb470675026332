import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { isAlive } from "@rollcall/servers/testing";
import { expect, it, vi } from "vitest";

const index = new URL("./index.ts", import.meta.url);

const program = `
import { startNats } from ${JSON.stringify(index.href)};
const nats = await startNats();
console.log(nats.pid);
setInterval(() => undefined, 1000);
`;

it("takes a server down with the process that started it, even when that is killed", async () => {
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
});
