import { checkRequestSchema, CodedError, endpoints, type CheckAnswer } from "@rollcall/contracts";
import { serveMicro, type Bus } from "@rollcall/messaging";
import type { SharedLooks } from "./shared-looks.ts";

/** Serves `verifier.v1.check`: looks at a room now, or gives a look of the last 30 s. */
export async function answerChecks(bus: Bus, looks: Pick<SharedLooks, "recent">): Promise<AsyncDisposable> {
  const service = await serveMicro(bus, {
    name: "verifier",
    version: "1.0.0",
    description: "Asks LiveKit who is in a room",
    endpoints: [{ subject: endpoints.check, answer: (body) => answerCheck(body, looks) }],
  });
  // Until NATS has heard of the endpoint, requests find nobody.
  await bus.nc.flush();
  return service;
}

async function answerCheck(body: unknown, looks: Pick<SharedLooks, "recent">): Promise<CheckAnswer> {
  const request = checkRequestSchema.safeParse(body);
  if (!request.success) throw new CodedError("parameter_invalid", request.error.message);
  return { snapshot: await looks.recent(request.data.room) };
}
