import { InvalidArgumentError, type Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { wholeNumber } from "../whole-number.ts";
import { drop, type DropOptions } from "./drop.ts";
import { listLetters, showLetter, type ListOptions } from "./list.ts";
import { redrive, type RedriveOptions } from "./redrive.ts";

export function registerDeadLetters(program: Command, surroundings: Surroundings): void {
  const letters = program.command("dead-letters").description("what could not be processed");
  letters
    .command("list")
    .description("list it, with the reason")
    .option("--limit <number>", "how many of the newest", wholeNumber, 100)
    .option("--reason <code>", "only those of this reason")
    .option("--json", "for machines")
    .action(
      async (options: ListOptions) => void (process.exitCode = await listLetters(options, surroundings)),
    );
  letters
    .command("show")
    .description("all of a letter: reason, error, headers, body, trace")
    .argument("<number>", "as the list has it", letterNumber)
    .action(async (number: number) => void (process.exitCode = await showLetter(number, surroundings)));
  selecting(letters.command("redrive"))
    .description("process letters once more; each leaves the dead letters when it is stored")
    .option("--dry-run", "tell which")
    .option("--wait <seconds>", "how long services may take with the next one", wholeNumber, 60)
    .action(
      async (numbers: number[], options: RedriveOptions) =>
        void (process.exitCode = await redrive(numbers, options, surroundings)),
    );
  selecting(letters.command("drop"))
    .description("delete letters for good")
    .option("--dry-run", "tell which")
    .option("--yes", "do it; it cannot be undone")
    .action(
      async (numbers: number[], options: DropOptions) =>
        void (process.exitCode = await drop(numbers, options, surroundings)),
    );
}

const selecting = (command: Command): Command =>
  command
    .argument<number[]>(
      "[numbers...]",
      "as the list has them",
      (text, before) => [...before, letterNumber(text)],
      [],
    )
    .option("--reason <code>", "all of this reason")
    .option("--all", "all");

function letterNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a letter's number, as the list has it.");
}
