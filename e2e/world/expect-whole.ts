import { consumers, streams } from "@rollcall/contracts";
import { openBus, untilHandled } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { openMongoStore } from "@rollcall/store";
import { expect } from "vitest";
import { idsIn } from "./follow-record.ts";
import { rollcall, type Addresses } from "./rollcall.ts";
import type { WebhookTraffic } from "./webhook-traffic.ts";

const log = createLogger("test", { level: "silent" });

/** Longer than JetStream waits for the acks of somebody who died. */
const handledWithinMs = 60_000;

/**
 * Everything that was answered with 200 is in the archive, every stay has its end, and the archive gives the record to
 * the last byte.
 */
export async function expectWhole(
  addresses: Addresses,
  { acknowledged, finished }: WebhookTraffic,
): Promise<void> {
  await using bus = await openBus({ url: addresses.nats.url, name: "test", log });
  const { state } = await bus.jsm.streams.info(streams.evidence);
  expect(await untilHandled(bus, consumers.attendance, state.last_seq, handledWithinMs)).toBe(true);
  await using store = await openMongoStore({ url: addresses.mongo.url, log });
  const archived = await idsIn(store);
  expect([...acknowledged].filter((id) => !archived.has(id))).toEqual([]);
  const stays = await Promise.all(finished.map((sid) => store.stay(sid)));
  expect(stays.filter((stay) => stay === null || stay.endings.length !== 1)).toEqual([]);
  const { code, stdout } = await rollcall(addresses, "rebuild", "--verify");
  expect([code, stdout]).toEqual([0, expect.stringContaining("byte for byte")]);
}
