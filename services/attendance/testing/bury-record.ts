import { streams, type EvidenceRecord } from "@rollcall/contracts";
import { toDeadLetter, type Bus } from "@rollcall/messaging";

/** Gives up good evidence, as an older version did that did not understand it. */
export async function buryRecord(
  bus: Bus,
  { id, subject, headers, body }: EvidenceRecord,
  sequence: number,
): Promise<void> {
  await toDeadLetter(bus, {
    ...{ stream: streams.evidence, consumer: "attendance", code: "unexpected_error", attempts: 4 },
    message: {
      ...{ subject, sequence, data: new TextEncoder().encode(body) },
      headers: { ...headers, "Nats-Msg-Id": id },
    },
    detail: "a bug of that version",
  });
}
