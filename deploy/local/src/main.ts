import { parseArgs } from "node:util";
import { runProduct } from "./start-product.ts";
import { readSettings } from "./settings.ts";
import { standInServices } from "./service-names.ts";
import { createTeller } from "./tell.ts";

const { values } = parseArgs({ options: { "stand-in": { type: "string" } } });
const teller = createTeller(process.stdout);
const stop = new AbortController();
// The handlers stay, so that a second signal does not end us before everything else has ended.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
}

try {
  const standIn = values["stand-in"];
  await runProduct({
    settings: readSettings(process.env),
    env: process.env,
    teller,
    stop: stop.signal,
    nodeArguments: standIn === undefined ? undefined : standInServices(standIn),
  });
} catch (error) {
  teller.line(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// A connection attempt that nobody waits for any more must not hold us.
process.exit();
