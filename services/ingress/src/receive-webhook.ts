import { CodedError, type Code } from "@rollcall/contracts";
import { matchBody, type WebhookRefusal, type WebhookToken } from "@rollcall/livekit";
import { evidenceMessage, type EvidenceMessage } from "./evidence-message.ts";

/** Resolves when the message is stored for good; fails within two seconds otherwise. */
export type Publish = (message: EvidenceMessage) => Promise<{ readonly duplicate: boolean }>;

/** A webhook whose token is believed, with its whole body. */
export interface SignedWebhook {
  readonly token: Extract<WebhookToken, { readonly ok: true }>;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** What became of a webhook. Only what is stored is accepted. */
export type Receipt =
  | { readonly is: "stored" | "duplicate"; readonly message: EvidenceMessage }
  | { readonly is: "unavailable"; readonly why: Code; readonly message: EvidenceMessage }
  | { readonly is: "refused"; readonly why: WebhookRefusal };

/** Checks that a webhook's token is for its body, and stores it. Throws for bugs only. */
export async function receiveWebhook(
  publish: Publish,
  { token, body, receivedAt }: SignedWebhook,
): Promise<Receipt> {
  const verified = matchBody(token, body);
  if (!verified.ok) return { is: "refused", why: verified.code };
  const message = evidenceMessage({ body, receivedAt, ...verified });
  try {
    const { duplicate } = await publish(message);
    return { is: duplicate ? "duplicate" : "stored", message };
  } catch (error) {
    if (error instanceof CodedError) return { is: "unavailable", why: error.code, message };
    throw error;
  }
}
