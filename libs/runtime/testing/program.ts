import { z } from "zod";
import { oneOf, port, runService } from "../src/index.ts";

const schema = z.object({
  SCENE: oneOf(["serve", "crash", "throw", "stuck_start", "fail_stop"], "serve"),
  SOME_PORT: port(0),
});

/** A service for the tests of `runService`: what it does is chosen by `SCENE`. */
await runService("program", schema, async ({ config, log, app }) => {
  const alive = setInterval(() => {}, 1000);
  app.defer(() => {
    clearInterval(alive);
    log.info("first.disposed");
  });
  app.defer(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    log.info("second.disposed");
    if (config.SCENE === "fail_stop") throw new Error("cannot close");
  });
  if (config.SCENE === "throw") throw new Error("the bus is away");
  if (config.SCENE === "crash") setImmediate(() => void Promise.reject(new Error("nobody caught this")));
  if (config.SCENE === "stuck_start") {
    log.info("start.stuck");
    await new Promise(() => {});
  }
});
