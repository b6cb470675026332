import { minute } from "@rollcall/domain";
import { describe, expect, it } from "vitest";
import type { OpenEmpty } from "./conformance.ts";
import { buildSession, buildStay, ten } from "./documents.ts";
import { noWrites, storeNew } from "./write.ts";

const nobody = { stays: [], rooms: [], livekit: false };

export function describeWriting(open: OpenEmpty): void {
  describe("writing", () => {
    it("gives back what was stored, and nothing for what was not", async () => {
      const store = await open();
      const stay = buildStay({ sid: "PA_alice", room: "maths" });
      const session = buildSession({ sid: "RM_maths", room: "maths" });
      await storeNew(store, { stays: [stay], rooms: [session] });
      const loaded = await store.load({
        stays: ["PA_alice", "PA_nobody"],
        rooms: ["RM_maths", "RM_none"],
        livekit: true,
      });
      expect([...loaded.stays]).toEqual([["PA_alice", { document: stay, version: 1 }]]);
      expect([...loaded.rooms]).toEqual([["RM_maths", { document: session, version: 1 }]]);
      expect(loaded.livekit).toBeNull();
    });

    it("stores a new version over the one that it was made from", async () => {
      const store = await open();
      const joined = buildStay({ sid: "PA_alice", room: "maths" });
      const left = buildStay({ sid: "PA_alice", room: "maths", leftAt: ten + minute });
      await storeNew(store, { stays: [joined] });
      const lost = await store.save({ ...noWrites, stays: [{ document: left, version: 1 }] });
      expect(lost).toEqual(nobody);
      const { stays } = await store.load({ ...nobody, stays: ["PA_alice"] });
      expect(stays.get("PA_alice")).toEqual({ document: left, version: 2 });
    });

    it("names those that lost a race and stores all others", async () => {
      const store = await open();
      const ours = ["PA_1", "PA_2", "PA_3"].map((sid) => buildStay({ sid, room: "maths" }));
      const theirs = buildStay({ sid: "PA_2", room: "maths", leftAt: ten + minute });
      await storeNew(store, { stays: [theirs] });
      const lost = await store.save({
        ...noWrites,
        stays: ours.map((document) => ({ document, version: 0 })),
      });
      expect(lost).toEqual({ ...nobody, stays: ["PA_2"] });
      const { stays } = await store.load({ ...nobody, stays: ["PA_1", "PA_2", "PA_3"] });
      expect([...stays.keys()].toSorted()).toEqual(["PA_1", "PA_2", "PA_3"]);
      expect(stays.get("PA_2")).toEqual({ document: theirs, version: 1 });
    });

    it("refuses a version that somebody else has overtaken", async () => {
      const store = await open();
      const [first, second] = ["RM_1", "RM_2"].map((sid) => buildSession({ sid, room: "maths" }));
      if (first === undefined || second === undefined) throw new Error("two sessions are needed");
      await storeNew(store, { rooms: [first, second] });
      const write = { ...noWrites, rooms: [first, second].map((document) => ({ document, version: 1 })) };
      expect(await store.save({ ...write, rooms: write.rooms.slice(0, 1) })).toEqual(nobody);
      expect(await store.save(write)).toEqual({ ...nobody, rooms: ["RM_1"] });
    });

    it("lets one of two first writers of a document win", async () => {
      const store = await open();
      const write = {
        ...noWrites,
        stays: [{ document: buildStay({ sid: "PA_1", room: "r" }), version: 0 }],
      };
      const outcomes = await Promise.all([store.save(write), store.save(write)]);
      expect(outcomes.flatMap(({ stays }) => stays)).toEqual(["PA_1"]);
    });

    it("keeps what is known of LiveKit as a whole under the same rule", async () => {
      const store = await open();
      const document = { askedUntil: { at: ten, by: "census-1" }, troubles: [] };
      expect(await store.save({ ...noWrites, livekit: { document, version: 0 } })).toEqual(nobody);
      expect(await store.save({ ...noWrites, livekit: { document, version: 0 } })).toEqual({
        ...nobody,
        livekit: true,
      });
      expect(await store.livekit()).toEqual(document);
    });

    it("keeps names of any kind as they are", async () => {
      const store = await open();
      const names = ["a.b", "$where", "__proto__", "nul\u0000nul", "😀 ", "x".repeat(256), "", "constructor"];
      const stays = names.map((name, index) =>
        buildStay({
          sid: `PA_${index}_${name}`,
          room: `room ${name}`,
          roomSid: `RM_${name}`,
          identity: name,
        }),
      );
      await storeNew(store, { stays });
      for (const [index, stay] of stays.entries()) {
        const name = names[index] ?? "";
        expect(await store.stay(stay.sid)).toEqual(stay);
        expect(await store.openStaysIn(`room ${name}`)).toEqual([stay]);
        expect(await store.staysOfIdentity(name, { from: ten, to: ten })).toEqual([stay]);
        expect(await store.staysOfRoomSid(`RM_${name}`)).toEqual([stay]);
      }
    });
  });
}
