import pino, { type DestinationStream, type Logger as PinoLogger } from "pino";

/** JSON lines on standard output. The message is a stable dotted name such as `evidence.applied`; details are fields. */
export type Logger = PinoLogger;

export type LoggerOptions = {
  readonly level?: string | undefined;
  readonly destination?: DestinationStream;
};

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export function createLogger(service: string, options: LoggerOptions = {}): Logger {
  const settings = {
    level: options.level ?? "info",
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  // Asynchronous writing would lose or reorder the last lines of a process that exits.
  return pino(settings, options.destination ?? pino.destination({ dest: 1, sync: true }));
}
