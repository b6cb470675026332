import { recordOf, type EvidenceRecord } from "@rollcall/contracts";
import type { Delivery } from "@rollcall/messaging";

export const recordOfDelivery = ({ data, ...message }: Delivery): EvidenceRecord =>
  recordOf({ ...message, body: new TextDecoder().decode(data) });
