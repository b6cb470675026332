import {
  emptyLiveKit,
  emptyRoomSession,
  emptyStay,
  foldRoomSession,
  foldStay,
  hour,
  minute,
  roomKey,
  type Snapshot,
} from "@rollcall/domain";
import { describe, expect, it } from "vitest";
import { allOf } from "./all-of.ts";
import type { OpenEmpty } from "./conformance.ts";
import { buildSession, buildStay, ten } from "./documents.ts";
import { listed } from "./records.ts";
import { storeNew } from "./write.ts";

const snapshot: Snapshot = {
  kind: "snapshot",
  id: "SN_1",
  room: "maths",
  roomSids: [],
  roomSid: null,
  askedAt: ten,
  answeredAt: ten + 20,
  horizonMs: minute,
  trouble: "livekit_timeout",
  present: [],
  joining: [],
  absent: [],
  undecided: [{ sid: "PA_unknown", why: "livekit_timeout", heard: true }],
};

/** A stay that a look found present. */
const seen = (sid: string, askedAt: number) =>
  foldStay(buildStay({ sid, room: "maths" }), { ...snapshot, askedAt, present: [listed(sid)] });

const sidsOf = (documents: readonly { readonly sid: string }[]): readonly string[] =>
  documents.map(({ sid }) => sid);

export function describeReading(open: OpenEmpty): void {
  describe("reading", () => {
    it("answers about the unknown with nothing", async () => {
      const store = await open();
      await store.ping();
      expect(await store.stay("PA_none")).toBeNull();
      expect(await store.session("RM_none")).toBeNull();
      expect(await store.livekit()).toEqual(emptyLiveKit);
      expect(await store.openStaysIn("maths")).toEqual([]);
      expect(await store.roomsWithOpenStays()).toEqual([]);
    });

    it("finds open stays by room, and the rooms that have some", async () => {
      const store = await open();
      const stays = [
        buildStay({ sid: "PA_1", room: "maths", roomSid: "RM_2" }),
        buildStay({ sid: "PA_2", room: "maths", roomSid: "RM_1", joinedAt: ten - minute }),
        buildStay({ sid: "PA_3", room: "maths", roomSid: "RM_3", leftAt: ten + minute }),
        buildStay({ sid: "PA_4", room: "physics" }),
        buildStay({ sid: "PA_5", room: "biology", leftAt: ten + minute }),
      ];
      await storeNew(store, { stays });
      expect(sidsOf(await store.openStaysIn("maths"))).toEqual(["PA_2", "PA_1"]);
      expect(await store.roomsWithOpenStays()).toEqual([
        { room: "maths", roomSids: ["RM_1", "RM_2"] },
        { room: "physics", roomSids: [] },
      ]);
    });

    it("counts open stays, and those that were last seen too long ago", async () => {
      const store = await open();
      const ended = buildStay({ sid: "PA_3", room: "maths", leftAt: ten + minute });
      await storeNew(store, {
        stays: [seen("PA_1", ten + 5 * minute), seen("PA_2", ten + 2 * minute), ended],
      });
      expect(await store.openStayCounts(ten + 3 * minute)).toEqual({ open: 2, stale: 1 });
    });

    it("takes a stay whose absence LiveKit contradicted as open", async () => {
      const store = await open();
      const absent = { sid: "PA_1", why: "silent", firstLookAt: ten - minute } as const;
      const stay = foldStay(buildStay({ sid: "PA_1", room: "maths" }), { ...snapshot, absent: [absent] });
      await storeNew(store, { stays: [stay] });
      expect(sidsOf(await store.openStaysIn("maths"))).toEqual(["PA_1"]);
    });

    it("counts a stay of no known room to none", async () => {
      const store = await open();
      await storeNew(store, { stays: [foldStay(emptyStay("PA_unknown"), snapshot)] });
      expect(sidsOf([(await store.stay("PA_unknown")) ?? { sid: "" }])).toEqual(["PA_unknown"]);
      expect(await store.roomsWithOpenStays()).toEqual([]);
      expect((await store.recentStarts({ before: ten + hour, limit: 9 })).starts).toEqual([]);
    });

    it("finds the stays of a room that may overlap a span", async () => {
      const store = await open();
      const stays = [
        buildStay({ sid: "PA_before", room: "maths", joinedAt: ten - hour, leftAt: ten - minute }),
        buildStay({ sid: "PA_into", room: "maths", joinedAt: ten - hour, leftAt: ten + minute }),
        buildStay({ sid: "PA_open", room: "maths", joinedAt: ten - 2 * hour }),
        buildStay({ sid: "PA_after", room: "maths", joinedAt: ten + hour + 1 }),
        buildStay({ sid: "PA_at_the_end", room: "maths", joinedAt: ten + hour }),
        buildStay({ sid: "PA_elsewhere", room: "physics", joinedAt: ten }),
      ];
      await storeNew(store, { stays });
      const found = await store.staysInRoom("maths", { from: ten, to: ten + hour });
      expect(sidsOf(found)).toEqual(["PA_open", "PA_into", "PA_at_the_end"]);
    });

    it("finds the stays of a person that may overlap a span, in every room", async () => {
      const store = await open();
      const stays = [
        buildStay({ sid: "PA_1", room: "maths", identity: "alice", joinedAt: ten, leftAt: ten + minute }),
        buildStay({ sid: "PA_2", room: "physics", identity: "alice", joinedAt: ten + minute }),
        buildStay({ sid: "PA_3", room: "maths", identity: "bob" }),
        buildStay({ sid: "PA_4", room: "maths", identity: "alice", joinedAt: ten + 2 * hour }),
      ];
      await storeNew(store, { stays });
      const found = await store.staysOfIdentity("alice", { from: ten, to: ten + hour });
      expect(sidsOf(found)).toEqual(["PA_1", "PA_2"]);
    });

    it("finds room sessions by name and span, and by SID", async () => {
      const store = await open();
      const trouble = foldRoomSession(emptyRoomSession(roomKey("maths")), snapshot);
      const rooms = [
        buildSession({ sid: "RM_old", room: "maths", startedAt: ten - hour, finishedAt: ten - 2 * minute }),
        buildSession({ sid: "RM_live", room: "maths", startedAt: ten - 2 * hour }),
        buildSession({ sid: "RM_done", room: "maths", startedAt: ten, finishedAt: ten + minute }),
        buildSession({ sid: "RM_other", room: "physics", startedAt: ten }),
        trouble,
      ];
      await storeNew(store, { rooms });
      const found = await store.sessionsOfRoom("maths", { from: ten, to: ten + hour });
      expect(sidsOf(found)).toEqual(["RM_live", "room:maths", "RM_done"]);
      expect(await store.session("room:maths")).toEqual(trouble);
    });

    it("walks through every document", async () => {
      const store = await open();
      const stays = Array.from({ length: 2_500 }, (_, index) =>
        buildStay({ sid: `PA_${index}`, room: "maths" }),
      );
      await storeNew(store, { stays, rooms: [buildSession({ sid: "RM_1", room: "maths" })] });
      const walked = await allOf(store.allStays());
      expect(new Set(sidsOf(walked))).toEqual(new Set(sidsOf(stays)));
      expect(walked).toHaveLength(2_500);
      expect(sidsOf(await allOf(store.allSessions()))).toEqual(["RM_1"]);
    });
  });
}
