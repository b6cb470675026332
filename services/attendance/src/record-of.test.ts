import { againHeaders, webhookHeaders } from "@rollcall/contracts";
import { deliveryOf } from "@rollcall/messaging/testing";
import { expect, it } from "vitest";
import { recordOfDelivery } from "./record-of.ts";

const received = { [webhookHeaders.receivedAt]: "1767607200005", [webhookHeaders.bodySha256]: "ab12" };

it("keeps what evidence consists of, and nothing that differs between two publications of it", () => {
  const headers = { ...received, traceparent: "00-1-2-01", "Nats-Msg-Id": "EV_1" };
  expect(recordOfDelivery(deliveryOf({ id: "EV_1", headers, body: '{"name":"é"}' }))).toEqual({
    id: "EV_1",
    subject: "evidence.webhook.participant_left",
    headers: received,
    body: '{"name":"é"}',
  });
});

it("finds an id for a message that has none", () => {
  const delivery = deliveryOf({ sequence: 7, headers: received });
  expect(recordOfDelivery({ ...delivery, id: undefined }).id).toBe("ab12");
  expect(recordOfDelivery({ ...delivery, id: undefined, headers: {} }).id).toBe("sequence 7");
});

it("keeps the id that a message had before it was published again", () => {
  const headers = { [againHeaders.id]: "EV_1" };
  expect(recordOfDelivery(deliveryOf({ id: "again 7", headers }))).toMatchObject({ id: "EV_1", headers: {} });
});
