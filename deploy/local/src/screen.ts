import { withoutCredentials } from "@rollcall/runtime";
import type { Addresses } from "./addresses.ts";

export type ScreenContent = Addresses & {
  /** A token to look with. */
  readonly token: string;
  readonly dataDir: string;
  readonly isOwnLiveKit: boolean;
};

/** What a person reads when everything runs. */
export function screen(content: ScreenContent): string {
  const webhook = `${content.ingressUrl}/livekit/webhook`;
  const rows = [
    ["Look", `${content.queryUrl}/#token=${content.token}`],
    ["API", `${content.queryUrl}/api/openapi.json`],
    ["Webhook", webhook],
    ["LiveKit", `${content.livekitUrl}${content.isOwnLiveKit ? "  (started here)" : ""}`],
    ["NATS", withoutCredentials(content.natsUrl)],
    ["MongoDB", withoutCredentials(content.mongodbUrl)],
    ["Data, logs", content.dataDir],
  ];
  return [
    "",
    "Rollcall is running.",
    "",
    ...rows.map(([name, value]) => `  ${String(name).padEnd(12)}${value}`),
    "",
    ...(content.isOwnLiveKit ? ownLiveKit(content) : givenLiveKit(content)),
    ...settings(content.apiKey, webhook),
    "",
    "See it move:  npm run demo    (in another terminal)",
    "Stop:         Ctrl-C",
    "",
  ].join("\n");
}

function ownLiveKit({ dataDir }: ScreenContent): string[] {
  return [
    `The LiveKit started here already sends its webhooks; its key is in ${dataDir}/livekit-key.json.`,
    "To use your own, start with LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, and give it these settings:",
  ];
}

function givenLiveKit({ livekitUrl }: ScreenContent): string[] {
  return [`Give the LiveKit at ${livekitUrl} these settings (its host must reach this machine):`];
}

/** The defaults of `resource_url_notifier` lose webhooks in any outage longer than about half a minute. */
function settings(apiKey: string, webhook: string): string[] {
  return [
    "",
    "  webhook:",
    `    api_key: ${apiKey}`,
    `    urls: ["${webhook}"]`,
    "    resource_url_notifier: { max_age: 10m, max_depth: 5000 }",
  ];
}
