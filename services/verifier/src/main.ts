import { runService } from "@rollcall/runtime";
import { configSchema } from "./config.ts";
import { startVerifier } from "./start-verifier.ts";

await runService("verifier", configSchema, (context) => startVerifier(context));
