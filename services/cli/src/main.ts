#!/usr/bin/env node
import { Command } from "commander";
import { registerDeadLetters } from "./dead-letters/register.ts";
import { registerDoctor } from "./doctor/register.ts";
import { registerErase } from "./erase/register.ts";
import { explainPerson, type ExplainOptions } from "./explain/explain-person.ts";
import { interruption } from "./interruption.ts";
import { registerRebuild } from "./rebuild/register.ts";
import { registerSeal } from "./seal/register.ts";

const { env, stdout, stderr } = process;
const surroundings = { env, stdout, stderr, interruption };
const couldNot = 2;

// Whoever reads the output has gone, as `head` does; there is nobody to be told anything.
stdout.on("error", () => process.exit(couldNot));

const program = new Command("rollcall")
  .description("Looks after an installation of Rollcall.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : couldNot));

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

registerDeadLetters(program, surroundings);
registerRebuild(program, surroundings);
registerSeal(program, surroundings);
registerErase(program, surroundings);
registerDoctor(program, surroundings);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = couldNot;
}
