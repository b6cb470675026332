import { roomHash, subjects } from "@rollcall/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { notify, subscribe } from "./notice.ts";

let own: OwnBus;

beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());

it("brings notices to whoever listens, before and after an outage, and loses those in between without harm", async () => {
  const { bus, server } = own;
  const heard: unknown[] = [];
  using hearing = subscribe(
    bus,
    subjects.allChanged,
    ({ subject, body }) => void heard.push([subject, body]),
  );
  expect(hearing).toBeDefined();
  const subject = subjects.changed(roomHash("Algebra"));
  await notify(bus, subject, { room: "Algebra" });
  await expect.poll(() => heard).toEqual([[subject, { room: "Algebra" }]]);
  await server.kill();
  await expect.poll(() => bus.isConnected(), { timeout: 5000 }).toBe(false);
  await notify(bus, subject, { room: "lost" });
  await server.restart();
  await expect.poll(() => bus.isConnected(), { timeout: 10_000 }).toBe(true);
  await notify(bus, subject, { room: "Biology" });
  await expect
    .poll(() => heard)
    .toEqual([
      [subject, { room: "Algebra" }],
      [subject, { room: "Biology" }],
    ]);
});

it("goes on hearing after a notice that is not JSON and one that cannot be used", async () => {
  const heard: unknown[] = [];
  using hearing = subscribe(own.bus, "changed.>", ({ body }) => {
    if (body === "unusable") throw new Error("cannot use this");
    heard.push(body);
  });
  expect(hearing).toBeDefined();
  own.bus.nc.publish("changed.x", "{not json");
  await notify(own.bus, "changed.x", "unusable");
  await notify(own.bus, "changed.x", "usable");
  await expect.poll(() => heard).toEqual(["usable"]);
});
