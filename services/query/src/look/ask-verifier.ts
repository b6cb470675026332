import { checkAnswerSchema, endpoints, type CheckRequest } from "@rollcall/contracts";
import { request, type Bus } from "@rollcall/messaging";
import { checkLimitMs, type AskVerifier } from "./room-check.ts";

/** Asks the verifier over NATS; throws `verifier_unavailable`, or the code that it answers. */
export const askVerifier =
  (bus: Bus): AskVerifier =>
  async (room) => {
    const body: CheckRequest = { room };
    const options = { timeoutMs: checkLimitMs, away: "verifier_unavailable" as const };
    return checkAnswerSchema.parse(await request(bus, endpoints.check, body, options)).snapshot;
  };
