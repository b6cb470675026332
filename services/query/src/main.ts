import { runService } from "@rollcall/runtime";
import { configSchema } from "./config.ts";
import { startQuery } from "./start-query.ts";

await runService("query", configSchema, async (context) => void (await startQuery(context)));
