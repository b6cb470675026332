import autocannon from "autocannon";
import type { SignedWebhook } from "./webhooks.ts";

export interface Load {
  readonly url: string;
  /** Sent in turn, from the beginning again when they run out: a duplicate costs ingress as much. */
  readonly webhooks: readonly SignedWebhook[];
  readonly connections: number;
}

/** Posts webhooks as fast as they are answered; answers a second. Fails when any was not answered with 2xx. */
export async function postFast({ url, webhooks, connections }: Load): Promise<number> {
  let next = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: "POST",
        path: "/livekit/webhook",
        setupRequest: (request) => {
          const webhook = webhooks[next++ % webhooks.length];
          if (webhook === undefined) return request;
          const { body, authorization } = webhook;
          const headers = { "content-type": "application/webhook+json", authorization };
          return { ...request, body, headers };
        },
      },
    ],
  });
  if (result.non2xx + result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers other than 2xx, ${result.errors} errors`);
  }
  return result.requests.total / seconds;
}

const seconds = 3;
