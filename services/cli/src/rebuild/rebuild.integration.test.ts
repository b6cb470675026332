import { tmpdir } from "node:os";
import { minute } from "@rollcall/domain";
import { testAddresses } from "@rollcall/servers/testing";
import {
  censusRecord,
  listed,
  openTemporaryStore,
  snapshotRecord,
  storeEvidence,
  ten,
  webhookRecord,
  type TemporaryStore,
} from "@rollcall/store/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runRollcall } from "../../testing/run-rollcall.ts";

let temporary: TemporaryStore;

beforeAll(async () => {
  temporary = await openTemporaryStore(testAddresses().mongodbUrl);
  const people = Array.from({ length: 1_200 }, (_, n) => `PA_${n}`);
  await storeEvidence(temporary.store, [
    webhookRecord({ event: "room_started", room: "maths" }),
    ...people.map((sid) => webhookRecord({ event: "participant_joined", room: "maths", sid, identity: sid })),
    snapshotRecord({ room: "maths", present: people.map((sid) => listed(sid, sid)) }),
    ...people.slice(0, 600).map((sid) =>
      webhookRecord({
        ...{ event: "participant_left", room: "maths", sid, identity: sid },
        createdAt: ten + 2 * minute,
      }),
    ),
    censusRecord(),
  ]);
});

afterAll(() => temporary[Symbol.asyncDispose]());

const rebuildVerify = (...more: readonly string[]) => run("--verify", ...more);

function run(...more: readonly string[]) {
  const url = new URL(testAddresses().mongodbUrl);
  url.pathname = temporary.database;
  return runRollcall(["rebuild", ...more], { MONGODB_URL: url.href, DATA_DIR: tmpdir() });
}

it("finds the stored documents equal to what the archive gives", async () => {
  const { code, stdout, stderr } = await rebuildVerify();
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Archive: 1803 records; 1803 folded");
  expect(stdout).toContain("Stored: 1200 stays, 1 room session,");
  expect(stdout).toContain("byte for byte");
});

it("tells the state by what was known at a time, and a meeting's report as of then", async () => {
  const { code, stdout } = await rebuildVerify("--as-of", "2026-01-05T10:01:30Z", "--meeting", "RM_maths");
  expect(code).toBe(0);
  const [counts, documents, meeting, person] = stdout.split("\n");
  expect(counts).toMatch(/^As of 2026-01-05T10:01:30.000Z: 1203 records, 600 came later; 1203 folded/);
  expect(documents).toContain("They give 1200 stays and 1 room session. 601 of these are stored unchanged");
  expect(meeting).toBe("Meeting RM_maths in maths, from 2026-01-05T10:00:00.005Z and went on, 1200 people:");
  expect(person).toBe(
    "  PA_0: present, 59.995 s credited (37 s to 1 min 30 s); now absent, 2 min credited (1 min 57.5 s to 2 min 1 s)",
  );
});

it("tells it by the room's name too, and what it knows of no meeting", async () => {
  const asOf = ["--as-of", "2026-01-05T10:01:30Z"];
  const byName = await rebuildVerify(...asOf, "--meeting", "maths");
  expect(byName.stdout).toContain("\nMeeting RM_maths in maths, ");
  const before = await rebuildVerify("--as-of", "2026-01-05T09:00:00Z", "--meeting", "maths");
  expect([before.code, before.stdout]).toEqual([
    0,
    expect.stringContaining("Nothing was known of a meeting maths."),
  ]);
  const none = await rebuildVerify(...asOf, "--meeting", "physics");
  expect([none.code, none.stderr]).toEqual([
    2,
    "No meeting has the id physics, and no room of that name had one.\n",
  ]);
});

it("refuses a time that has not come", async () => {
  const { code, stderr } = await rebuildVerify("--as-of", "2999-01-05T10:01:30Z");
  expect([code, stderr]).toEqual([2, "--as-of lies in the future.\n"]);
});

it("refuses a time that may be meant in any zone", async () => {
  const { code, stderr } = await rebuildVerify("--as-of", "2026-01-05T10:01:30");
  expect(code).toBe(2);
  expect(stderr).toContain("a time with its zone");
});

it("names a document that somebody changed by hand, and fails", async () => {
  const stays = temporary.db.collection<{ _id: string }>("stays");
  await stays.updateOne({ _id: "PA_7" }, { $set: { "doc.endings.0.reason": "SERVER_SHUTDOWN" } });
  const { code, stdout } = await rebuildVerify();
  expect(code).toBe(1);
  expect(stdout).toMatch(/1 document differs.*\n {2}stay PA_7:\n {4}endings: stored .*SERVER_SHUTDOWN/);
});

it("writes what the archive gives in the place of what differs, and no more", async () => {
  const stays = temporary.db.collection<{ _id: string }>("stays");
  await stays.deleteOne({ _id: "PA_8" });
  const { code, stdout } = await run("--apply");
  expect([code, stdout.split("\n").at(-2)]).toEqual([0, "Wrote 2 documents as the archive gives them."]);
  expect((await rebuildVerify()).code).toBe(0);
});

it("takes a document of then that is not stored any more for a difference", async () => {
  const stays = temporary.db.collection<{ _id: string }>("stays");
  await stays.deleteOne({ _id: "PA_9" });
  const { code, stdout } = await rebuildVerify("--as-of", "2026-01-05T10:01:30Z");
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining("1 of them is not stored any more:\n  stay PA_9"),
  ]);
});

it("says in one sentence what keeps it from doing its work", async () => {
  const wrong = await runRollcall(["rebuild", "--verify"], { DATA_DIR: "/nowhere" });
  expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
  expect(wrong.stderr).toMatch(/^MONGODB_URL is not set.*\n$/);
  const incomplete = await runRollcall(["rebuild"], {});
  expect(incomplete.code).toBe(2);
  expect(incomplete.stderr).toContain("--verify");
});
