import { consumers } from "@rollcall/contracts";
import { createLogger, type Logger } from "@rollcall/runtime";
import { consumeBatches, openBus } from "../src/index.ts";

/**
 * A consumer that gives one message up, and is killed at a moment of doing so: `node crashing-program.ts <NATS url>
 * <moment>`. The moment is what the library logs there, `handling`, or `never`.
 */
const [url = "", moment = "never"] = process.argv.slice(2);

const die = () => process.kill(process.pid, "SIGKILL");

const deadlyAt =
  (isDeadly: (fields: object) => boolean) =>
  (fields: object, line?: string): void => {
    if (line === moment && isDeadly(fields)) die();
  };

/** A log that kills the process at a line of its: nothing of the library runs in between. */
const deadlyLog: Logger = Object.assign(Object.create(createLogger("crashing", { level: "silent" })), {
  // Only the failure after which there is no other try.
  warn: deadlyAt((fields) => !("retryInMs" in fields && fields.retryInMs !== undefined)),
  error: deadlyAt(() => true),
});

const bus = await openBus({ url, name: "crashing", log: deadlyLog });
const { stream, durable } = consumers.attendance;
await consumeBatches(
  bus,
  { stream, durable, backoff: { awayMs: [10], failedMs: [10, 10, 10] } },
  async (batch) =>
    batch.map(({ data }) => {
      if (new TextDecoder().decode(data) !== "poison") return { is: "done" };
      if (moment === "handling") die();
      return { is: "reject", why: "schema_invalid" };
    }),
);
