import { bringServers } from "../src/bring-servers.ts";
import { tellProgress } from "./tell-progress.ts";

/** Before the first test: what the tests start must not be fetched or built within a test's time. */
export default async function bringBeforeTests(): Promise<void> {
  await bringServers({ onProgress: tellProgress });
}
