import { z } from "zod";
import type { Check } from "../check.ts";
import { ok, problem, unseen, type Finding } from "../finding.ts";
import { askHttp } from "./ask-http.ts";
import { serviceNames, type ServiceName } from "../settings.ts";

const readiness = z.looseObject({ failing: z.array(z.string()).default([]) });

/** Whether each service is ready, where its address is known; and whether ingress refuses what LiveKit did not sign. */
export const services: Check = {
  name: "services",
  limitMs: 10_000,
  async run({ settings: { serviceUrls } }) {
    const unknown = serviceNames.filter((name) => serviceUrls[name] === undefined);
    const ready = serviceNames.flatMap((name) => {
      const url = serviceUrls[name];
      return url === undefined ? [] : [judgeService(name, url)];
    });
    const { ingress } = serviceUrls;
    const findings = await Promise.all(ready);
    const refusing = ingress === undefined ? [] : await judgeIngress(ingress);
    return [...findings, ...refusing, ...(unknown.length === 0 ? [] : [unknownAddresses(unknown)])];
  },
};

const effects: Readonly<Record<ServiceName, string>> = {
  ingress:
    "Webhooks are not taken; LiveKit gives each up after 15 s, or keeps it as long as its queue's max_age.",
  attendance: "Evidence waits; the record stands still.",
  verifier: "No room is looked at: live stays turn unverified, and lost leaves are not found.",
  query: "Nobody can read the record; nothing is lost.",
};

async function judgeService(name: ServiceName, url: string): Promise<Finding> {
  const answer = await askHttp(new URL("/readyz", url));
  const effect = effects[name];
  if (answer === null) {
    const change = `Start ${name}, or give its address: --${name} <address>.`;
    return problem("service_unreachable", {
      ...{ found: `${name} at ${url} cannot be reached.`, effect, change, measured: { service: name } },
    });
  }
  if (answer.status === 200) return ok("service_ready", `${name} is ready.`, { service: name });
  const failing = failingIn(answer.text);
  return problem("service_not_ready", {
    found: `${name} at ${url} is not ready (${answer.status}${failing === "" ? "" : `: ${failing}`}).`,
    effect,
    change: `See what it lacks: ${failing === "" ? "its log" : failing}.`,
    measured: { service: name, status: answer.status, failing },
  });
}

/** Whatever else answers in ingress' place, LiveKit takes any 4xx for delivered. */
async function judgeIngress(url: string): Promise<readonly Finding[]> {
  const answer = await askHttp(new URL("/livekit/webhook", url), {
    method: "POST",
    headers: { "content-type": "application/webhook+json" },
    body: "{}",
  });
  if (answer === null || answer.status === 401) return [];
  return [
    problem("ingress_answers_otherwise", {
      found: `${url}/livekit/webhook answers an unsigned webhook with ${answer.status}, not 401.`,
      effect:
        "What answers there is not ingress: LiveKit takes 2xx and 4xx for delivered, and its webhooks are lost.",
      change: "livekit.yaml: webhook.urls, and what stands between LiveKit and ingress.",
      measured: { status: answer.status },
    }),
  ];
}

const unknownAddresses = (names: readonly ServiceName[]): Finding =>
  unseen("service_address_unknown", {
    found: `Nobody says where these are: ${names.join(", ")}.`,
    effect: "Whether they are ready stays unseen here; the other findings say what they do.",
    change: `Give their addresses: ${names.map((name) => `--${name} <address>`).join(" ")}.`,
    measured: { services: names.join(" ") },
  });

function failingIn(text: string): string {
  try {
    return readiness.parse(JSON.parse(text)).failing.join(", ");
  } catch {
    return "";
  }
}
