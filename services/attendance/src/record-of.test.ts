import { webhookHeaders } from "@rollcall/contracts";
import { deliveryOf } from "@rollcall/messaging/testing";
import { expect, it } from "vitest";
import { recordOf } from "./record-of.ts";

const received = { [webhookHeaders.receivedAt]: "1767607200005", [webhookHeaders.bodySha256]: "ab12" };

it("keeps what evidence consists of, and nothing that differs between two publications of it", () => {
  const headers = { ...received, traceparent: "00-1-2-01", "Nats-Msg-Id": "EV_1" };
  expect(recordOf(deliveryOf({ id: "EV_1", headers, body: '{"name":"é"}' }))).toEqual({
    id: "EV_1",
    subject: "evidence.webhook.participant_left",
    headers: received,
    body: '{"name":"é"}',
  });
});

it("finds an id for a message that has none", () => {
  const delivery = deliveryOf({ sequence: 7, headers: received });
  expect(recordOf({ ...delivery, id: undefined }).id).toBe("ab12");
  expect(recordOf({ ...delivery, id: undefined, headers: {} }).id).toBe("sequence 7");
});
