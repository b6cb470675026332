import { z } from "zod";
import { ConfigProblems, describeConfig, loadConfig, type ConfigSchema, type Environment } from "./config.ts";
import { createLogger, logLevels, type Logger } from "./logger.ts";
import { oneOf } from "./settings.ts";
import { within } from "./within.ts";

export type ServiceContext<Config> = {
  readonly config: Config;
  readonly log: Logger;
  /** What is put here is disposed in reverse when the service stops, also when its start fails half-way. */
  readonly app: AsyncDisposableStack;
};

type Ending = "signal" | "crash" | "start_failed";

const stopLimitMs = 10_000;
const loggerSettings = z.object({ LOG_LEVEL: oneOf(logLevels, "info") });

/**
 * The life of a service's process: reads the settings, starts, waits for SIGTERM or SIGINT, disposes `app` in
 * reverse within ten seconds, and ends the process: code 0 after a signal; 1 when the settings are wrong, the
 * start failed, an error was caught by nobody, or the stop did not end in time. Further signals change nothing.
 */
export async function runService<Schema extends ConfigSchema>(
  name: string,
  schema: Schema,
  start: (context: ServiceContext<z.output<Schema>>) => Promise<void>,
  env: Environment = process.env,
): Promise<never> {
  const log = createLogger(name, { level: loggerSettings.safeParse(env).data?.LOG_LEVEL });
  const app = new AsyncDisposableStack();
  const ending = firstEnding(log);
  try {
    const config = loadSettings(schema, env);
    log.info({ settings: describeConfig(schema, env) }, "service.starting");
    const started = start({ config, log, app }).then(() => log.info("service.ready"));
    await Promise.race([started, ending]);
  } catch (error) {
    reportFailedStart(name, log, error);
    return await end(log, app, "start_failed");
  }
  return await end(log, app, await ending);
}

function loadSettings<Schema extends ConfigSchema>(schema: Schema, env: Environment): z.output<Schema> {
  const common = problemsOf(() => loadConfig(loggerSettings, env));
  const own = problemsOf(() => loadConfig(schema, env));
  if (common.length + own.length > 0) throw new ConfigProblems([...common, ...own]);
  return loadConfig(schema, env);
}

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
    return [];
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems;
    throw error;
  }
}

/** Resolves once, with the first thing that ends the process; later signals change nothing. */
function firstEnding(log: Logger): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve("signal"));
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, "service.crashed");
      resolve("crash");
    });
  }
  return promise;
}

async function end(log: Logger, app: AsyncDisposableStack, ending: Ending): Promise<never> {
  if (ending === "signal") log.info("service.stopping");
  const clean = await dispose(log, app);
  process.exit(clean && ending === "signal" ? 0 : 1);
}

async function dispose(log: Logger, app: AsyncDisposableStack): Promise<boolean> {
  const disposed = app.disposeAsync().then(
    () => "clean" as const,
    (error: unknown) => ({ error }),
  );
  const result = await within(disposed, stopLimitMs, "late" as const);
  if (result === "clean") log.info("service.stopped");
  else if (result === "late") log.error({ limitMs: stopLimitMs }, "service.stop_timeout");
  else log.error({ err: result.error }, "service.stop_failed");
  return result === "clean";
}

/** A person reads the reason on standard error; only what is not about settings is worth a stack in the log. */
function reportFailedStart(name: string, log: Logger, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${name} cannot start:\n${reason.replace(/^/gm, "  ")}\n`);
  if (!(error instanceof ConfigProblems)) log.fatal({ err: error }, "service.start_failed");
}
