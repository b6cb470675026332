import { expect, it } from "vitest";
import { inheritedEnvironment } from "./environment.ts";
import { runCommand } from "./run-command.ts";
import { shiftedClock } from "./shifted-clock.ts";

/** What a program with this environment makes of a tenth of a second, and what its clock shows then. */
async function clockOf(env: Readonly<Record<string, string | undefined>>) {
  const program = `
    const begun = performance.now();
    setTimeout(() => console.log(JSON.stringify([Date.now(), performance.now() - begun])), 100);
  `;
  const all = { ...inheritedEnvironment(), ...env };
  const told = await runCommand(process.execPath, ["--eval", program], { env: all, limitMs: 20_000 });
  const [shown, passed] = JSON.parse(told) as [number, number];
  return { apart: shown - Date.now(), passed };
}

it.each([20_000, -20_000])("sets a program's wall clock %i ms apart, and not its timers", async (aheadMs) => {
  const { apart, passed } = await clockOf(await shiftedClock(aheadMs));
  expect(apart).toBeGreaterThan(aheadMs - 5_000);
  expect(apart).toBeLessThan(aheadMs + 5_000);
  expect(passed).toBeLessThan(10_000);
});
