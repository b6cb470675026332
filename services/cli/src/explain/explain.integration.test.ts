import { minute, second } from "@rollcall/domain";
import { alice, algebra, asked, attended, lesson, nine, said, saidOfRoom } from "@rollcall/reading/testing";
import { testAddresses } from "@rollcall/servers/testing";
import {
  openTemporaryStore,
  snapshotRecord,
  storeEvidence,
  type TemporaryStore,
} from "@rollcall/store/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runRollcall } from "../../testing/run-rollcall.ts";

let temporary: TemporaryStore;

const physics = { room: "physics", roomSid: "RM_physics" };
const [carol, dave, eve] = ["carol", "dave", "eve"].map((identity) => ({
  ...{ sid: `PA_${identity}`, identity, name: "", joinedAt: nine },
}));

beforeAll(async () => {
  temporary = await openTemporaryStore(testAddresses().mongodbUrl);
  await storeEvidence(temporary.store, lesson);
  if (carol === undefined || dave === undefined || eve === undefined) throw new Error("Nobody came.");
  await storeEvidence(temporary.store, [
    saidOfRoom("room_started", physics, nine),
    ...attended(physics, carol),
    ...attended(physics, dave, nine + 10 * minute + 250),
    said(
      "participant_joined",
      physics,
      { ...dave, sid: "PA_dave2", joinedAt: nine + 20 * minute },
      nine + 20 * minute,
    ),
    said(
      "participant_left",
      physics,
      { ...dave, sid: "PA_dave2", joinedAt: nine + 20 * minute },
      nine + 30 * minute,
      "CONNECTION_TIMEOUT",
    ),
    said("participant_connection_aborted", physics, eve, nine + minute, "JOIN_FAILURE"),
    ...asked(nine + 5 * minute, physics, [{ ...carol, joinedAt: nine }]),
    snapshotRecord({
      ...physics,
      roomSids: [physics.roomSid],
      askedAt: nine + 7 * minute,
      trouble: "livekit_timeout",
    }),
    snapshotRecord({
      ...{ ...physics, roomSids: [physics.roomSid], askedAt: nine + 9 * minute },
      absent: [{ sid: carol.sid, why: "silent", firstLookAt: nine + 8 * minute + 30 * second }],
    }),
  ]);
});

afterAll(() => temporary[Symbol.asyncDispose]());

function explain(...args: readonly string[]) {
  const url = new URL(testAddresses().mongodbUrl);
  url.pathname = temporary.database;
  return runRollcall(["explain", ...args], { MONGODB_URL: url.href });
}

it("says in sentences why somebody has their minutes, and on which evidence", async () => {
  const { code, stdout, stderr } = await explain("RM_algebra", "alice");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatchInlineSnapshot(`
    "Alice Ada (alice) in algebra-7, 2026-03-02, times in UTC. The meeting (RM_algebra) lasted from 09:00:00.005 to 09:45:00.005.

    Credited with 45 min; at least 44 min 57.5 s, at most 45 min 1 s, in one stay from 09:00:00.005 on.

    Stay 1, PA_alice. Credited with 45 min; at least 44 min 57.5 s, at most 45 min 1 s.
      Began at 09:00:00.005, surely between 09:00:00.000 and 09:00:01.000 (known to 1 s), because:
        - LiveKit's own record says that the session began at 09:00:00.000. [webhook participant_joined EV_participant_joined_PA_alice, stamped 09:00:00, received 09:00:00.005]
        - LiveKit told that media flowed at 09:00:00.005, when its webhook arrived at once. [webhook participant_joined EV_participant_joined_PA_alice, stamped 09:00:00, received 09:00:00.005]
        - Media flowed by 09:00:01.000 at the latest. [webhook participant_joined EV_participant_joined_PA_alice, stamped 09:00:00, received 09:00:00.005]
      Ended at 09:45:00.005, surely between 09:44:58.500 and 09:45:01.000 (known to 2.5 s), because:
        - LiveKit said that the session left (CLIENT_INITIATED), stamped with the second of 09:45:00. The webhook came at once, so its receipt tells the moment. A clean exit is known to about a second. [webhook participant_left EV_participant_left_PA_alice, stamped 09:45:00, received 09:45:00.005]

    The room was verified from 09:00:00.005 to 09:45:00.005.
    Anybody there for longer than 1 min while it was verified would have been listed.
    "
  `);
});

it("says of somebody who never joined when the room was verified", async () => {
  const { stdout } = await explain("RM_physics", "zoe");
  expect(stdout).toMatchInlineSnapshot(`
    "zoe in physics, 2026-03-02, times in UTC. The meeting (RM_physics) lasted from 09:00:00.005 to 09:29:40.500.

    zoe never joined, as far as the room was verified.

    The room was verified from 09:04:00.000 to 09:09:00.020, except:
      - 09:05:00.020 to 09:08:00.000: no look succeeded: LiveKit's API did not answer in time (livekit_timeout)
    Before and after that it was not:
      - 09:00:00.005 to 09:04:00.000: nobody asked LiveKit (not_asked)
      - 09:09:00.020 to 09:29:40.500: nobody asked LiveKit (not_asked)
    Anybody there for longer than 1 min while it was verified would have been listed.
    "
  `);
});

it("asks whether somebody was meant who is called so", async () => {
  const never = "Alice Ada never joined.\nWas alice meant, who is called Alice Ada?\n";
  expect((await explain("RM_algebra", "Alice Ada")).stdout).toContain(never);
  expect((await explain("RM_physics", "Dave")).stdout).toContain("\nWas dave meant?\n");
});

it("tells a lost exit by the looks that missed the person", async () => {
  const { stdout } = await explain("physics", "carol");
  expect(stdout).toContain("Credited with 4 min 59.995 s; at least 4 min 37 s, at most 9 min 0.02 s");
  expect(stdout).toMatch(
    /last said that the session was in the room at 09:05:00\.000.*\[look SN_RM_physics_/,
  );
  expect(stdout).toMatch(/Looks from 09:08:30\.000 to 09:09:00\.020 found it gone: it was not listed/);
});

it("tells where somebody was away, and how a crash is set back", async () => {
  const { stdout } = await explain("physics", "dave");
  expect(stdout).toContain("09:10:00.255 to 09:20:00.005 (9 min 59.75 s)");
  expect(stdout).toContain("(CONNECTION_TIMEOUT), stamped with the second of 09:30:00. It notices a client");
});

it("tells why a session does not count", async () => {
  const { stdout } = await explain("physics", "eve");
  expect(stdout).toContain("eve has no time: none of their sessions counts.");
  expect(stdout).toContain("Not counted (it never got as far as media), PA_eve.");
  expect((await explain("RM_algebra", "EG_rec")).stdout).toContain("Not counted (it was hidden), EG_rec.\n");
});

it("claims nothing of a live meeting beyond the latest look", async () => {
  const now = Date.now();
  const art = { room: "art", roomSid: "RM_art" };
  const fay = { sid: "PA_fay", identity: "fay", name: "", joinedAt: now - minute };
  await storeEvidence(temporary.store, [
    said("participant_joined", art, fay, now - minute),
    ...asked(now - 20 * second, art, [fay]),
  ]);
  const looked = new Date(now - 20 * second).toISOString().slice(11, 19);
  const { stdout: there } = await explain("art", "fay");
  expect(there).toMatch(/in one stay from .* on\. Now: present\./);
  const { stdout: away } = await explain("art", "zoe");
  expect(away).toContain("\nzoe has not joined so far.\n");
  expect(away).toMatch(new RegExp(`was verified from .* to ${looked}\\.\\d{3}, by the latest look\\.`));
});

it("gives the same to machines", async () => {
  const { stdout } = await explain("RM_algebra", "alice", "--json");
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({
    identity: alice.identity,
    meeting: { id: "RM_algebra", room: algebra.room, final: true },
    stays: [
      { stay: { sid: alice.sid }, end: [{ why: "departed", how: "left", reason: "CLIENT_INITIATED" }] },
    ],
  });
  expect(answer.evidence.map(({ id }: { id: string }) => id)).toContain(answer.stays[0].end[0].evidence);
});

it("says when there is no such meeting, or nobody is asked for", async () => {
  expect((await explain("RM_algebra", "")).stderr).toBe("The identity is empty.\n");
  const { code, stderr } = await explain("RM_nowhere", "alice");
  expect([code, stderr]).toEqual([
    2,
    "No meeting has the id RM_nowhere, and no room of that name had one.\n",
  ]);
});
