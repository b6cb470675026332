import type { Command } from "commander";
import { wholeNumber } from "../whole-number.ts";
import type { Surroundings } from "../surroundings.ts";
import { erase, type EraseOptions } from "./erase.ts";

export function registerErase(program: Command, surroundings: Surroundings): void {
  program
    .command("erase")
    .description("put a pseudonym in a person's place, in the archive, the documents and NATS")
    .argument("<identity>", "the person, as LiveKit's tokens name them")
    .option("--dry-run", "tell what would be rewritten")
    .option("--yes", "do it; it cannot be undone")
    .option("--settle <seconds>", "how long attendance may take with what it has in hand", wholeNumber, 60)
    .action(
      async (identity: string, options: EraseOptions) =>
        void (process.exitCode = await erase(identity, options, surroundings)),
    );
}
