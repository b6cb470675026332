import { ensureTopology, openBus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startNats } from "@rollcall/servers";
import { expect, it } from "vitest";
import { runRollcall } from "../../testing/run-rollcall.ts";

it("looks at what it knows of, says why it cannot look at the rest, and exits with 1 for a problem", async () => {
  await using nats = await startNats();
  const log = createLogger("test", { level: "silent" });
  await using bus = await openBus({ url: nats.url, name: "test", log });
  await ensureTopology(bus);
  const { code, stdout, stderr } = await runRollcall(["doctor"], { NATS_URL: nats.url });
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toMatch(/^✓ nats {2,}NATS answers/m);
  expect(stdout).toMatch(/^✗ consumers {2,}Nobody asks the consumer attendance/m);
  expect(stdout).toMatch(/^\? mongodb {2,}Could not be checked: MONGODB_URL is not set/m);
  expect(stdout).toMatch(/\n4 problems, /);
});

it("exits with 2 when it knows of nothing, or an option is wrong", async () => {
  const nothing = await runRollcall(["doctor"], { DATA_DIR: "/nowhere" });
  expect([nothing.code, nothing.stdout]).toEqual([2, ""]);
  expect(nothing.stderr).toMatch(/^LIVEKIT_URL, NATS_URL and MONGODB_URL are not set.*\n$/);
  const wrong = await runRollcall(["doctor", "--nats-monitor", "8222"], {});
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("http://");
});
