import { signWebhook, type Key } from "./sign-webhook.ts";

/** Sends a webhook as LiveKit does: signed over its bytes, the bare token in the header. */
export function sendWebhook(
  url: string,
  key: Key,
  event: string | Readonly<Record<string, unknown>>,
  options: { readonly now?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  return fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/webhook+json",
      authorization: signWebhook(key, body, options.now ?? Date.now()),
      ...options.headers,
    },
    body,
    signal: AbortSignal.timeout(15_000),
  });
}
