import { hour, minute } from "@rollcall/domain";
import { describe, expect, it } from "vitest";
import type { OpenEmpty } from "./conformance.ts";
import { buildSession, buildStay, ten } from "./documents.ts";
import { storeNew } from "./write.ts";

const before = ten + hour;

export function describeStarts(open: OpenEmpty): void {
  describe("recent starts", () => {
    it("gives the latest start of each room, newest first", async () => {
      const store = await open();
      await storeNew(store, {
        stays: [
          buildStay({ sid: "PA_1", room: "maths", joinedAt: ten }),
          buildStay({ sid: "PA_2", room: "maths", joinedAt: ten + 3 * minute }),
          buildStay({ sid: "PA_3", room: "physics", joinedAt: ten + minute }),
          buildStay({ sid: "PA_4", room: "tomorrow", joinedAt: before }),
        ],
        rooms: [buildSession({ sid: "RM_1", room: "nobody came", startedAt: ten + 2 * minute })],
      });
      expect(await store.recentStarts({ before, limit: 10 })).toEqual({
        starts: [
          { room: "maths", at: ten + 3 * minute },
          { room: "nobody came", at: ten + 2 * minute },
          { room: "physics", at: ten + minute },
        ],
        reached: null,
      });
    });

    it("says how far back it reaches, so that asking on leaves nothing out", async () => {
      const store = await open();
      const rooms = Array.from({ length: 7 }, (_, index) => `room ${index}`);
      await storeNew(store, {
        stays: rooms.map((room, index) =>
          buildStay({ sid: `PA_${index}`, room, joinedAt: ten + index * minute }),
        ),
        rooms: rooms.map((room, index) =>
          buildSession({ sid: `RM_${index}`, room, startedAt: ten - index * minute }),
        ),
      });
      const found = new Set<string>();
      let asked: number | null = before;
      let questions = 0;
      while (asked !== null && questions < 20) {
        const { starts, reached } = await store.recentStarts({ before: asked, limit: 3 });
        for (const { room, at } of starts) found.add(`${room} ${at}`);
        asked = reached;
        questions += 1;
      }
      expect(asked).toBeNull();
      const expected = rooms.flatMap((room, index) => [
        `${room} ${ten + index * minute}`,
        `${room} ${ten - index * minute}`,
      ]);
      expect([...found].toSorted()).toEqual([...new Set(expected)].toSorted());
    });

    it("gives rooms that tie with the last one too", async () => {
      const store = await open();
      const stays = ["a", "b", "c"].map((room) => buildStay({ sid: `PA_${room}`, room, joinedAt: ten }));
      await storeNew(store, { stays });
      const { starts } = await store.recentStarts({ before, limit: 2 });
      expect(starts.map(({ room }) => room)).toEqual(["a", "b", "c"]);
    });

    it("looks at one room when asked to", async () => {
      const store = await open();
      await storeNew(store, {
        stays: [
          buildStay({ sid: "PA_1", room: "maths", joinedAt: ten - hour }),
          buildStay({ sid: "PA_2", room: "maths", joinedAt: ten }),
          buildStay({ sid: "PA_3", room: "physics", joinedAt: ten + minute }),
        ],
      });
      const latest = async (until: number) =>
        (await store.recentStarts({ before: until, limit: 1, room: "maths" })).starts;
      expect(await latest(before)).toEqual([{ room: "maths", at: ten }]);
      expect(await latest(ten)).toEqual([{ room: "maths", at: ten - hour }]);
      expect(await latest(ten - hour)).toEqual([]);
    });
  });
}
