import { expect, it } from "vitest";
import { parseAckSubject } from "./delivery.ts";

const parsed = { deliveries: 3, sequence: 1200, storedAt: 1_795_574_172_331 };

it("reads both forms of JetStream's acknowledgement subjects", () => {
  const tail = "EVIDENCE.attendance.3.1200.57.1795574172331689649.2";
  expect(parseAckSubject(`$JS.ACK.${tail}`)).toEqual(parsed);
  expect(parseAckSubject(`$JS.ACK._.HASH.${tail}`)).toEqual(parsed);
  expect(parseAckSubject(`$JS.ACK._.HASH.${tail}.token`)).toEqual(parsed);
});
