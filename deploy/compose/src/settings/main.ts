import { join } from "node:path";
import { parseArgs } from "node:util";
import { ConfigProblems } from "@rollcall/runtime";
import { AccessToken } from "livekit-server-sdk";
import { chooseLiveKit, type LiveKit } from "./choose-livekit.ts";
import { makeSettings } from "./make-settings.ts";
import { keptSecrets } from "./secrets.ts";

const folder = "/volumes";
const ofOurLiveKit = [
  "LIVEKIT_URL is not set: Rollcall records the LiveKit of this compose file, which runs with",
  "  docker compose --profile livekit up",
  "To record a LiveKit of your own set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET, in the file .env.",
];
const ofYourLiveKit = ({ url, apiKey }: LiveKit) => [
  `Rollcall records the LiveKit at ${url}. Give it these settings (it must reach port 8081 of this machine):`,
  "  webhook:",
  `    api_key: ${apiKey}`,
  `    urls: ["http://<this machine>:${process.env["INGRESS_PORT"] || 8081}/livekit/webhook"]`,
  "    resource_url_notifier: { max_age: 10m, max_depth: 5000 }",
];
const { positionals } = parseArgs({ allowPositionals: true });

try {
  const secrets = await keptSecrets(join(folder, "secrets"));
  const livekit = chooseLiveKit(process.env, secrets);
  const { url, apiKey, apiSecret } = livekit;
  if (positionals[0] === "key") say(JSON.stringify({ url, apiKey, apiSecret }));
  else if (positionals[0] === "look") say(await addressToLookAt(livekit));
  else {
    await makeSettings(folder, livekit, secrets);
    for (const line of livekit.isOurs ? ofOurLiveKit : ofYourLiveKit(livekit)) say(line);
  }
} catch (error) {
  say(error instanceof ConfigProblems ? error.message : String(error));
  process.exitCode = 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The page, with a token that lets its bearer see every meeting for 12 hours. */
async function addressToLookAt({ apiKey, apiSecret }: LiveKit): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { identity: "rollcall-viewer", ttl: "12h" });
  token.addGrant({ roomList: true });
  return `http://localhost:${process.env["QUERY_PORT"] || 8080}/#token=${await token.toJwt()}`;
}
