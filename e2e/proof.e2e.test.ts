import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stayEvidenceSchema } from "@rollcall/contracts";
import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rollcall } from "./world/rollcall.ts";
import { loseWebhooks, openWorld, type World } from "./world/world.ts";

const room = "history 4";

let world: World;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-proof-"));
  world = await openWorld({ env: { VERIFY_INTERVAL_MS: "2000" } });
}, 600_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const state = (identity: string, expected: string) =>
  eventually(async () => expect((await world.reader.statusOf(room, identity)).state).toBe(expected), {
    withinMs: 90_000,
  });
const explained = async (identity: string) => (await rollcall(world, "explain", room, identity)).stdout;
const now = () => new Date().toISOString();

it("proves a lesson with a crash, a lost exit and a LiveKit that could not be asked, also after an erasure", async () => {
  const alice = await world.join(room, "alice", { name: "Alice Ada" });
  const bob = await world.join(room, "bob");
  const cleo = await world.join(room, "cleo");
  await Promise.all(["alice", "bob", "cleo"].map((identity) => state(identity, "present")));
  await eventually(
    async () =>
      expect(await explained("alice")).toMatch(
        /Now: present\.[^]*The room was verified from .*, by the latest look\./,
      ),
    { withinMs: 60_000 },
  );
  const whileAllWereThere = now();

  using _ = loseWebhooks(world, ({ event, identity }) => event === "participant_left" && identity === "cleo");
  await Promise.all([bob.crash(), cleo.leave()]);
  {
    using _away = world.api.rule(() => ({ status: 500 }));
    await state("alice", "unverified");
  }
  await Promise.all([state("bob", "absent"), state("cleo", "absent"), state("alice", "present")]);
  await alice.leave();
  await state("alice", "absent");

  expect(await explained("alice")).toMatch(
    /a clean exit is known to about a second\. \[webhook participant_left EV_\w+, /i,
  );
  expect(await explained("bob")).toMatch(
    /\(CONNECTION_TIMEOUT\).* so the end is set back\. \[webhook participant_left EV_/,
  );
  expect(await explained("cleo")).toMatch(
    /Looks from .* found it gone: it was not listed, .* \[look SN_.*, asked /,
  );
  expect(await explained("zoe")).toMatch(
    /\nzoe has not joined so far, as far as the room was verified\.\n\nThe room was verified from [\d:.]+ to [\d:.]+, except:\n {2}- .*: no look succeeded: .*\(livekit_error\)\n/,
  );

  const { id, attendees } = await world.reader.meetingIn(room);
  expect(attendees.map(({ identity }) => identity)).toEqual(["alice", "bob", "cleo"]);
  for (const { sid } of attendees.flatMap(({ stays }) => stays)) {
    const answer = await world.reader.get(`/api/stays/${sid}/evidence`);
    const { boundaries, evidence } = stayEvidenceSchema.parse(await answer.json());
    const shown = new Set(evidence.map((piece) => piece.id));
    expect(boundaries.map(({ boundary }) => boundary)).toEqual(
      expect.arrayContaining(["joined_at", "ending"]),
    );
    expect(boundaries.filter((boundary) => !shown.has(boundary.evidence))).toEqual([]);
  }

  const [key, report] = [join(folder, "key.pem"), join(folder, "report.json")];
  await rollcall(world, "seal", "--new-key", key);
  expect((await rollcall(world, "seal", id, "--key", key, "--out", report)).stdout).toContain(": 3 people, ");
  const then = await rollcall(world, "rebuild", "--verify", "--as-of", whileAllWereThere, "--meeting", id);
  expect([then.code, then.stdout]).toEqual([
    0,
    expect.stringMatching(/\n {2}bob: present, .*; now absent, /),
  ]);

  expect((await rollcall(world, "erase", "bob", "--yes")).code).toBe(0);
  expect((await rollcall(world, "check", report, "--key", `${key}.pub`, "--archive")).code).toBe(0);
  expect((await rollcall(world, "rebuild", "--verify")).stdout).toContain("byte for byte");
  expect(await explained("bob")).toContain("1 person of this meeting was erased since");
});
