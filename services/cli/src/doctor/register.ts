import { InvalidArgumentError, type Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { doctor } from "./doctor.ts";
import type { DoctorOptions } from "./settings.ts";

export function registerDoctor(program: Command, surroundings: Surroundings): void {
  program
    .command("doctor")
    .description(
      "check an installation against what makes attendance wrong; opens and deletes a room of its own",
    )
    .option("--json", "for machines")
    .option("--ingress <address>", "where ingress is", address)
    .option("--attendance <address>", "where attendance has its health routes", address)
    .option("--verifier <address>", "where the verifier has its health routes", address)
    .option("--query <address>", "where query is", address)
    .option("--livekit-metrics <address>", "where LiveKit has its Prometheus metrics", address)
    .option("--nats-monitor <address>", "where NATS has its monitoring", address)
    .action(async (options: DoctorOptions) => void (process.exitCode = await doctor(options, surroundings)));
}

function address(text: string): string {
  if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError("It must be an address that begins with http:// or https://.");
}
