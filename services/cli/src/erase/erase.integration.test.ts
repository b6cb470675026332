import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  againHeaders,
  consumers,
  isPseudonym,
  streams,
  webhookHeaders,
  type EvidenceRecord,
} from "@rollcall/contracts";
import { minute, second } from "@rollcall/domain";
import { toDeadLetter, untilHandled } from "@rollcall/messaging";
import { alice, algebra, asked, attended, bob, lesson, nine, said } from "@rollcall/reading/testing";
import { listed, snapshotRecord, storeEvidence } from "@rollcall/store/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  everythingInDatabase,
  everythingInStream,
  openInstallation,
  publishRecords,
  type Installation,
} from "../../testing/installation.ts";
import { startStandIn } from "../../testing/stand-in-attendance.ts";
import type { Run } from "../../testing/run-rollcall.ts";

const physics = { room: "Bob's room", roomSid: "RM_physics" };
const bobAgain = { ...bob, sid: "PA_bob2", joinedAt: nine + 100 * minute };
const look = snapshotRecord({
  ...{ id: "SN_both", ...algebra, roomSids: [algebra.roomSid], askedAt: nine + 10 * minute },
  present: [
    { ...listed(alice.sid, "alice", nine), name: "Alice Ada" },
    { ...listed(bob.sid, "bob", bob.joinedAt), name: "Bob" },
  ],
});
const broken: EvidenceRecord = {
  ...{ id: "EV_broken", subject: "evidence.webhook.participant_left" },
  headers: { [webhookHeaders.receivedAt]: `${nine}`, [webhookHeaders.bodySha256]: "ab".repeat(32) },
  body: JSON.stringify({ event: "participant_left", participant: { identity: "bob", name: "Bob" } }),
};
const records = [
  ...lesson,
  look,
  ...attended(physics, bobAgain, nine + 110 * minute),
  ...asked(nine + 105 * minute, physics, [bobAgain]),
];

let place: Installation;
let folder: string;
const file = (name: string) => join(folder, name);
const seal = (out: string) =>
  place.rollcall("seal", algebra.roomSid, "--key", file("key.pem"), "--out", file(out));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-erase-"));
  place = await openInstallation({ DATA_DIR: folder });
  const { bus, temporary } = place;
  await publishRecords(bus, records);
  {
    await using _ = await startStandIn(bus, temporary.store);
    const { state } = await bus.jsm.streams.info(streams.evidence);
    await untilHandled(bus, consumers.attendance, state.last_seq, 30_000);
  }
  // A message that nobody understands is archived, and a dead letter.
  await temporary.store.archive([broken]);
  await toDeadLetter(bus, {
    ...{ stream: streams.evidence, consumer: "attendance", code: "schema_invalid", attempts: 4 },
    message: {
      ...broken,
      sequence: 7,
      data: new TextEncoder().encode(broken.body),
      headers: { ...broken.headers, "Nats-Msg-Id": broken.id },
    },
    detail: "bob left without a room",
  });
  const made = [await place.rollcall("seal", "--new-key", file("key.pem")), await seal("before.json")];
  if (made.some(({ code }) => code !== 0)) throw new Error(made.map(({ stderr }) => stderr).join(""));
}, 120_000);

afterAll(async () => {
  await place[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const named = ["2", "5", "2", "6", "1"];
const countsIn = (stdout: string) =>
  stdout.split("\n").flatMap((line) => /^ {2}(?:MongoDB|NATS),.*?(\d+)$/.exec(line)?.[1] ?? []);

describe("before anything is done", () => {
  it("tells in a dry run where somebody is named, and which meetings they were in", async () => {
    const before = await everythingInDatabase(place.temporary);
    const { code, stdout } = await place.rollcall("erase", "bob", "--dry-run");
    expect([code, stdout.split("\n").slice(0, 4)]).toEqual([
      0,
      [
        "bob is named here:",
        "  Where                             would be rewritten",
        "  MongoDB, stays                                     2",
        "  MongoDB, archive: webhooks                         5",
      ],
    ]);
    expect(countsIn(stdout)).toEqual(named);
    expect(stdout).toContain(
      "rollcall redact <file> bob):\n  RM_algebra in algebra-7\n  RM_physics in Bob's room\n",
    );
    expect((await everythingInDatabase(place.temporary)) === before).toBe(true);
    expect((await everythingInStream(place.bus, streams.evidence)).includes(`\\"bob\\"`)).toBe(true);
  });

  it("does nothing without --yes, and says that it did nothing", async () => {
    const { code, stdout } = await place.rollcall("erase", "bob");
    expect([code, stdout]).toEqual([2, expect.stringContaining("it needs --yes")]);
    const nobody = await place.rollcall("erase", "carol", "--dry-run");
    expect([nobody.code, nobody.stdout]).toEqual([0, "Nothing names carol.\nNothing was changed.\n"]);
    expect((await place.rollcall("erase", "")).code).toBe(2);
  });
});

describe("when somebody is erased", () => {
  let erased: Run;
  let pseudonym: string;
  let reportsBefore: string;

  beforeAll(async () => {
    reportsBefore = (await place.rollcall("explain", algebra.roomSid, "alice")).stdout;
    await using _ = await startStandIn(place.bus, place.temporary.store);
    await writeFile(file("rebuild-0123456789ab.checkpoint"), "bob");
    erased = await place.rollcall("erase", "bob", "--yes");
    pseudonym = /is (erased-\w+) from now on/.exec(erased.stdout)?.[1] ?? "";
  }, 120_000);

  it("leaves no name in MongoDB or NATS, and a pseudonym in its place", async () => {
    expect([erased.code, countsIn(erased.stdout), isPseudonym(pseudonym)]).toEqual([0, named, true]);
    const held = [
      await everythingInDatabase(place.temporary),
      await everythingInStream(place.bus, streams.evidence),
      await everythingInStream(place.bus, streams.dead),
    ];
    // As a name by itself: SIDs and the room's name have it in them too.
    expect(held.map((text) => /\bbob\b|"Bob\\?"/.exec(text)?.[0] ?? "nobody")).toEqual(
      held.map(() => "nobody"),
    );
    expect(held.map((text) => text.includes(pseudonym))).toEqual(held.map(() => true));
  });

  it("leaves the state that the archive gives", async () => {
    const { code, stdout } = await place.rollcall("rebuild", "--verify");
    expect([code, stdout]).toEqual([0, expect.stringContaining("byte for byte")]);
  });

  it("keeps what the erased person's time was, and that of all others", async () => {
    const { stdout } = await place.rollcall("explain", algebra.roomSid, pseudonym);
    expect(stdout).toContain("Credited with 30 min;");
    expect((await place.rollcall("explain", algebra.roomSid, "alice")).stdout).toBe(reportsBefore);
    expect((await place.rollcall("explain", algebra.roomSid, "bob")).stdout).toContain(
      "1 person of this meeting was erased since: nothing tells whether bob was that person.",
    );
  });

  it("takes away the places of rebuilds that were stopped, which name people", async () => {
    expect((await readdir(folder)).filter((name) => name.endsWith(".checkpoint"))).toEqual([]);
  });

  it("says nothing of the person any more, and forgets who was erased", async () => {
    const { stdout } = await place.rollcall("erase", "bob", "--dry-run");
    expect(stdout).toBe("Nothing names bob.\nNothing was changed.\n");
    expect(await place.temporary.store.erasures()).toMatchObject([{ pseudonym, identity: null }]);
  });

  it("keeps a dead letter's id and reason, so that it can be processed again", async () => {
    const held = await everythingInStream(place.bus, streams.dead);
    expect(held).toContain(`"${againHeaders.id}":"EV_broken"`);
    expect(held).toContain(`${pseudonym} left without a room`);
  });

  it("leaves sealed reports that check: the one of before, one that loses the person, and a new one", async () => {
    const key = ["--key", file("key.pem.pub")];
    expect((await place.rollcall("check", file("before.json"), ...key)).code).toBe(0);
    await place.rollcall("redact", file("before.json"), "bob", "--out", file("redacted.json"));
    expect(await readFile(file("redacted.json"), "utf8")).not.toMatch(/bob/i);
    const redacted = await place.rollcall("check", file("redacted.json"), ...key, "--archive");
    expect([redacted.code, redacted.stdout]).toEqual([
      0,
      expect.stringContaining("3 of them were taken out"),
    ]);
    const before = await place.rollcall("check", file("before.json"), ...key, "--archive");
    expect([before.code, before.stdout]).toEqual([
      0,
      expect.stringMatching(/\d+ of its pieces of evidence were rewritten since, because/),
    ]);
    expect((await seal("after.json")).code).toBe(0);
    const after = await place.rollcall("check", file("after.json"), ...key, "--archive");
    expect([after.code, after.stdout]).toEqual([0, expect.not.stringContaining("rewritten")]);
  });

  it("erases what comes later under the same name by itself, as somebody else", async () => {
    const { bus, temporary } = place;
    const later = { ...bob, sid: "PA_bob3", joinedAt: nine + 24 * 60 * minute };
    await using _ = await startStandIn(bus, temporary.store);
    await publishRecords(bus, [said("participant_joined", algebra, later, later.joinedAt + second)]);
    await expect.poll(() => temporary.store.staysClaiming("bob")).toHaveLength(1);
    const { code, stdout } = await place.rollcall("erase", "bob", "--yes");
    expect([code, stdout]).toEqual([0, expect.not.stringContaining(pseudonym)]);
    expect(stdout).toContain("1 of their stays has not ended");
  });
});

it("goes on with an erasure that was stopped, under the same pseudonym", async () => {
  await using other = await openInstallation();
  const { store } = other.temporary;
  await storeEvidence(store, lesson);
  const pseudonym = `erased-${"01".repeat(16)}`;
  await store.beginErasure({ identity: "alice", pseudonym, at: nine });
  const stay = await store.load({ stays: [alice.sid], rooms: [], livekit: false });
  const half = [...stay.stays.values()].map(({ document, version }) => ({
    document: { ...document, identity: [{ rank: 0 as const, value: pseudonym }] },
    version,
  }));
  await store.save({ stays: half, rooms: [], livekit: null });
  await using _ = await startStandIn(other.bus, store);
  const { code, stdout } = await other.rollcall("erase", "alice", "--yes");
  expect([code, stdout]).toEqual([0, expect.stringContaining(`alice is ${pseudonym} from now on`)]);
  expect(/"alice|Alice/.exec(await everythingInDatabase(other.temporary))).toBeNull();
  expect((await other.rollcall("rebuild", "--verify")).code).toBe(0);
});

it("says that it is not done while attendance still has evidence of them in hand", async () => {
  await using other = await openInstallation();
  await publishRecords(other.bus, lesson);
  await storeEvidence(other.temporary.store, lesson);
  const { code, stdout } = await other.rollcall("erase", "alice", "--yes", "--settle", "1");
  expect([code, stdout]).toEqual([1, expect.stringContaining("It is not done")]);
  expect(await other.temporary.store.erasures()).toMatchObject([{ identity: "alice", doneAt: null }]);
});
