import { CodedError, type Code } from "@rollcall/contracts";
import type { VerifiedWebhook, WebhookRefusal, WebhookRequest } from "@rollcall/livekit";
import { evidenceMessage, type EvidenceMessage } from "./evidence-message.ts";

export interface ReceiveTools {
  readonly verify: (request: WebhookRequest) => VerifiedWebhook;
  /** Resolves when the message is stored for good; fails within two seconds otherwise. */
  readonly publish: (message: EvidenceMessage) => Promise<{ readonly duplicate: boolean }>;
}

/** What became of a webhook. Only what is stored is accepted. */
export type Receipt =
  | { readonly is: "stored" | "duplicate"; readonly message: EvidenceMessage }
  | { readonly is: "unavailable"; readonly why: Code; readonly message: EvidenceMessage }
  | { readonly is: "refused"; readonly why: WebhookRefusal };

/** Checks who sent a webhook and stores it. Throws for bugs only. */
export async function receiveWebhook(
  { verify, publish }: ReceiveTools,
  { authorization, body, now }: WebhookRequest,
): Promise<Receipt> {
  const verified = verify({ authorization, body, now });
  if (!verified.ok) return { is: "refused", why: verified.code };
  const message = evidenceMessage({ body, receivedAt: now, ...verified });
  try {
    const { duplicate } = await publish(message);
    return { is: duplicate ? "duplicate" : "stored", message };
  } catch (error) {
    if (error instanceof CodedError) return { is: "unavailable", why: error.code, message };
    throw error;
  }
}
