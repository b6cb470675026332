import { webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import type { Delivery } from "@rollcall/messaging";

/**
 * The part of a message that evidence and archive consist of. Headers that differ from one publication to the next
 * without meaning anything, such as its trace, are left out: a record must be the same whenever its content is.
 */
export function recordOf({ id, subject, sequence, headers, data }: Delivery): EvidenceRecord {
  return {
    id: id ?? headers[webhookHeaders.bodySha256] ?? `sequence ${sequence}`,
    subject,
    headers: Object.fromEntries(
      Object.values(webhookHeaders).flatMap((name) => {
        const value = headers[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    body: new TextDecoder().decode(data),
  };
}
