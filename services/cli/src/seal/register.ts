import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { checkSealed, redactSealed, type CheckOptions, type RedactOptions } from "./check-sealed.ts";
import { makeKey, sealMeeting } from "./seal-meeting.ts";

interface SealArguments {
  readonly key?: string;
  readonly out?: string;
  readonly newKey?: string;
}

/** Adds the commands that seal reports and check them. */
export function registerSeal(program: Command, surroundings: Surroundings): void {
  const seal = program
    .command("seal")
    .description("write a meeting's report, with its evidence's hashes, chained and signed")
    .argument("[meeting]", "the meeting's id, or a room's name for its latest meeting")
    .option("--key <file>", "the private key to sign with")
    .option("--out <file>", "where to write the report; it must not exist")
    .option("--new-key <file>", "make a key instead")
    .action(async (meeting: string | undefined, { key, out, newKey }: SealArguments) => {
      if (newKey !== undefined) process.exitCode = await makeKey(newKey, surroundings);
      else if (meeting === undefined || key === undefined || out === undefined) {
        seal.error("error: a meeting, --key and --out are needed, or --new-key alone");
      } else process.exitCode = await sealMeeting(meeting, { key, out }, surroundings);
    });
  program
    .command("check")
    .description("tell whether a sealed report is as it was sealed; needs no server")
    .argument("<file>")
    .option("--key <file>", "the public key that it must have been sealed with")
    .option("--archive", "also compare its evidence with the archive in MongoDB")
    .action(
      async (file: string, options: CheckOptions) =>
        void (process.exitCode = await checkSealed(file, options, surroundings)),
    );
  program
    .command("redact")
    .description("take out what a sealed report says of one person; the rest can still be checked")
    .argument("<file>")
    .argument("<identity>", "the person, as LiveKit's tokens name them")
    .option("--out <file>", "where to write it; default: in the report's place")
    .action(
      async (file: string, identity: string, options: RedactOptions) =>
        void (process.exitCode = await redactSealed(file, identity, options, surroundings)),
    );
}
