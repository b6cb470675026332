import { testAddresses } from "@rollcall/servers/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeStore } from "../testing/conformance.ts";
import { buildRecord, buildSession, buildStay, ten } from "../testing/documents.ts";
import { openTemporaryStore, type TemporaryStore } from "../testing/temporary-store.ts";
import { storeNew } from "../testing/write.ts";
import type { StoreReader } from "./port.ts";

let temporary: TemporaryStore;

beforeAll(async () => {
  temporary = await openTemporaryStore(testAddresses().mongodbUrl);
});

afterAll(() => temporary[Symbol.asyncDispose]());

async function openEmpty() {
  const { db, store } = temporary;
  const names = ["stays", "rooms", "livekit", "evidence"];
  await Promise.all(names.map((name) => db.collection(name).deleteMany()));
  return store;
}

describeStore("MongoDB", openEmpty);

async function askEverything(store: StoreReader): Promise<void> {
  const within = { from: ten - 1, to: ten + 1 };
  await store.openStaysIn("room 7");
  await store.roomsWithOpenStays();
  await store.staysInRoom("room 7", within);
  await store.staysOfRoomSid("RM_7");
  await store.staysOfIdentity("alice", within);
  await store.sessionsOfRoom("room 7", within);
  await store.recentStarts({ before: ten + 200, limit: 5 });
  await store.recentStarts({ before: ten + 200, limit: 1, room: "room 7" });
  await store.records(["EV_7", "EV_8"]);
}

it("answers every question from an index, and reads no document to find the latest starts", async () => {
  const store = await openEmpty();
  const each = Array.from({ length: 100 }, (_, index) => index);
  await storeNew(store, {
    stays: each.map((n) => buildStay({ sid: `PA_${n}`, room: `room ${n}`, joinedAt: ten + n })),
    rooms: each.map((n) => buildSession({ sid: `RM_${n}`, room: `room ${n}`, startedAt: ten + n })),
  });
  await store.archive(each.map((n) => buildRecord(`EV_${n}`)));
  await temporary.db.setProfilingLevel("all");
  await askEverything(store);
  await temporary.db.setProfilingLevel("off");
  const profile = await temporary.db.collection("system.profile").find().toArray();
  const questions = profile.filter(({ planSummary }) => typeof planSummary === "string");
  expect(questions.length).toBeGreaterThanOrEqual(11);
  const plans = questions.map(({ planSummary }) => String(planSummary));
  expect(plans.filter((plan) => !plan.startsWith("IXSCAN"))).toEqual([]);
  const sorted = questions.filter(({ command }) => command.sort?.startedAt === -1);
  expect(sorted).toHaveLength(4);
  expect(sorted.map(({ docsExamined, hasSortStage }) => [docsExamined, hasSortStage])).toEqual(
    sorted.map(() => [0, undefined]),
  );
});
