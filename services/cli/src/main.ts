#!/usr/bin/env node
import { Command, InvalidArgumentError } from "commander";
import { listDeadLetters } from "./dead-letters.ts";
import { registerDoctor } from "./doctor/register.ts";
import { explainPerson, type ExplainOptions } from "./explain/explain-person.ts";
import { rebuild, type RebuildOptions } from "./rebuild.ts";
import { registerSeal } from "./seal/register.ts";

const surroundings = { env: process.env, stdout: process.stdout, stderr: process.stderr };
const couldNot = 2;

const program = new Command("rollcall")
  .description("Looks after an installation of Rollcall. It reads, and writes only files that you name.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : couldNot));

program
  .command("rebuild")
  .description("fold the whole archive again and compare the result with the stored documents")
  .requiredOption("--verify", "write nothing; nothing else is offered")
  .option(
    "--as-of <time>",
    "tell the state by what was known at this time (RFC 3339) instead of comparing",
    instant,
  )
  .option("--meeting <id>", "with --as-of: that meeting's report as of then")
  .action(async (options: RebuildOptions) => void (process.exitCode = await rebuild(options, surroundings)));

program
  .command("dead-letters")
  .description("what could not be processed")
  .command("list")
  .description("list it, with the reason")
  .option("--limit <number>", "how many of the newest", wholeNumber, 100)
  .action(
    async ({ limit }: { readonly limit: number }) =>
      void (process.exitCode = await listDeadLetters(limit, surroundings)),
  );

program
  .command("explain")
  .description("say why a person has their time in a meeting, or has none, and on which evidence")
  .argument("<meeting>", "the meeting's id, or a room's name for its latest meeting")
  .argument("<identity>", "the person, as LiveKit's tokens name them")
  .option("--json", "for machines")
  .action(
    async (meeting: string, identity: string, options: ExplainOptions) =>
      void (process.exitCode = await explainPerson(meeting, identity, options, surroundings)),
  );

registerSeal(program, surroundings);
registerDoctor(program, surroundings);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = couldNot;
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 to 999999.");
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(at)) return at;
  throw new InvalidArgumentError("It must be a time with its zone, like 2026-03-02T09:30:00Z.");
}
