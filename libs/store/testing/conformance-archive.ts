import { describe, expect, it } from "vitest";
import { archiveKeyOf } from "../src/variant.ts";
import { allOf } from "./all-of.ts";
import type { OpenEmpty } from "./conformance.ts";
import { buildRecord, ten } from "./documents.ts";

export function describeArchive(open: OpenEmpty): void {
  describe("the archive", () => {
    it("keeps every record once, as it came", async () => {
      const store = await open();
      const record = { ...buildRecord("EV_1", '{"name":"\\u0000 é"}'), headers: { "a.b": "$1", $x: "" } };
      await store.archive([record, buildRecord("EV_2"), record]);
      await store.archive([buildRecord("EV_3"), record]);
      await store.archive([]);
      expect(await store.records(["EV_1", "EV_none"])).toEqual([record]);
      const all = await allOf(store.archived());
      expect(all.map(({ id }) => id).toSorted()).toEqual(["EV_1", "EV_2", "EV_3"]);
    });

    it("keeps both of two publications of one id that differ", async () => {
      const store = await open();
      const first = buildRecord("EV_1");
      const again = { ...first, headers: { "Rollcall-Received-At": String(ten + 1) } };
      await store.archive([again]);
      await store.archive([first]);
      const found = await store.records(["EV_1"]);
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining([first, again]));
    });

    it("does not take one id for the beginning of another", async () => {
      const store = await open();
      const records = ["EV", "EV_1", "EV~", "", "E"].map((id) => buildRecord(id));
      await store.archive(records);
      for (const record of records) expect(await store.records([record.id])).toEqual([record]);
    });

    it("gives the whole archive, however long", async () => {
      const store = await open();
      const ids = Array.from({ length: 2_500 }, (_, index) => `EV_${index}`);
      await store.archive(ids.map((id) => buildRecord(id)));
      const all = await allOf(store.archived());
      expect(all.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect(await store.archivedCount()).toBe(2_500);
      expect((await store.usage()).archiveBytes).toBeGreaterThan(1_000);
    });

    it("goes on behind any of its records, those of one id included", async () => {
      const store = await open();
      const again = { ...buildRecord("EV_7"), headers: { "Rollcall-Received-At": String(ten + 1) } };
      await store.archive([...Array.from({ length: 20 }, (_, n) => buildRecord(`EV_${n}`)), again]);
      const all = await allOf(store.archived());
      for (const [index, record] of all.entries()) {
        expect(await allOf(store.archived(archiveKeyOf(record)))).toEqual(all.slice(index + 1));
      }
      expect(await allOf(store.archived(null))).toEqual(all);
    });
  });
}
