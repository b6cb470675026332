import { describe, expect, it } from "vitest";
import { allOf } from "./all-of.ts";
import type { OpenEmpty } from "./conformance.ts";
import { buildRecord, buildStay, ten } from "./documents.ts";
import { storeNew } from "./write.ts";

const stay = (sid: string, identity: string) => buildStay({ sid, room: "maths", identity });

export function describeErasing(open: OpenEmpty): void {
  describe("erasing", () => {
    it("keeps a record in the place of another, and not of another one of the same id", async () => {
      const store = await open();
      const [before, after] = [buildRecord("EV_1", "alice"), buildRecord("EV_1", "erased")];
      const again = { ...before, headers: {} };
      await store.archive([before, again, buildRecord("EV_2")]);
      const replacements = [{ before, after }];
      await store.replace(replacements);
      await store.replace(replacements);
      await store.replace([]);
      const bodies = (await allOf(store.archived())).map(({ body }) => body);
      expect(bodies.toSorted()).toEqual(["alice", "erased", `{"id":"EV_2"}`]);
      expect(await store.records(["EV_1"])).toEqual(expect.arrayContaining([again, after]));
    });

    it("finds every stay of which an identity is claimed, also when another claim counts", async () => {
      const store = await open();
      const twice = {
        ...stay("PA_2", "alice"),
        identity: [...stay("PA_2", "aaron").identity, { rank: 1, value: "alice" }] as const,
      };
      await storeNew(store, {
        stays: [stay("PA_1", "alice"), twice, stay("PA_3", "alice 2"), stay("PA_4", "")],
      });
      expect((await store.staysClaiming("alice")).map(({ sid }) => sid)).toEqual(["PA_1", "PA_2"]);
      expect(await store.staysClaiming("$where")).toEqual([]);
    });

    it("takes up an erasure that is not done, and forgets whom it was about when it is", async () => {
      const store = await open();
      const begun = { pseudonym: "erased-1", identity: "alice", begunAt: ten, doneAt: null };
      expect(await store.beginErasure({ identity: "alice", pseudonym: "erased-1", at: ten })).toEqual(begun);
      expect(await store.beginErasure({ identity: "alice", pseudonym: "erased-2", at: ten + 1 })).toEqual(
        begun,
      );
      await store.endErasure("erased-1", ten + 2);
      const next = await store.beginErasure({ identity: "alice", pseudonym: "erased-3", at: ten + 3 });
      expect(next.pseudonym).toBe("erased-3");
      expect(await store.erasures()).toEqual([{ ...begun, identity: null, doneAt: ten + 2 }, next]);
    });
  });
}
