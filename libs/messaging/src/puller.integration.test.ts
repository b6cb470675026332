import { consumers, subjects } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { startOwnBus } from "../testing/own-bus.ts";
import { publish } from "./publish.ts";
import { Puller } from "./puller.ts";

const { stream, durable } = consumers.attendance;

it("brings no more into memory than it may, and all of it in turn", async () => {
  await using own = await startOwnBus();
  const subject = subjects.webhook("room_started");
  const ids = Array.from({ length: 6 }, (_, number) => `EV_large_${number}`);
  for (const id of ids) await publish(own.bus, { subject, id, body: "x".repeat(20_000) });
  const puller = new Puller(own.bus, stream, durable, 50_000);
  const taken: string[] = [];
  while (taken.length < ids.length) {
    const receipts = await puller.take(100);
    expect(receipts.length).toBeLessThanOrEqual(2);
    for (const receipt of receipts) receipt.ack();
    taken.push(...receipts.map(({ delivery }) => delivery.id ?? ""));
  }
  puller.stop();
  expect(taken).toEqual(ids);
});
