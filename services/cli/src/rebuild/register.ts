import { InvalidArgumentError, type Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { rebuild, type RebuildOptions } from "./rebuild.ts";

interface RebuildArguments extends RebuildOptions {
  readonly verify?: boolean;
}

export function registerRebuild(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("rebuild")
    .description("fold the whole archive again, and compare the result with the stored documents")
    .option("--verify", "write nothing to MongoDB")
    .option("--apply", "write what the archive gives where the documents differ from it")
    .option("--as-of <time>", "tell what was known at this time (RFC 3339), and what became of it", instant)
    .option(
      "--meeting <meeting>",
      "with --as-of: that meeting's report as of then (its id, or a room's name)",
    )
    .option("--fresh", "begin anew where a run that was stopped would go on")
    .action(async ({ verify = false, ...options }: RebuildArguments) => {
      if (verify === (options.apply === true)) command.error("error: one of --verify and --apply is needed");
      process.exitCode = await rebuild(options, surroundings);
    });
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(at)) return at;
  throw new InvalidArgumentError("It must be a time with its zone, like 2026-03-02T09:30:00Z.");
}
