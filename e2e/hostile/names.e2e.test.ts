import { setTimeout as nobodyIsThereFor } from "node:timers/promises";
import { sendWebhook } from "@rollcall/livekit/testing";
import { eventually, rename } from "@rollcall/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, type World } from "../world/world.ts";
import { expectReport } from "./scene/expect-report.ts";
import { leaveNoted, second, type Truth } from "./scene/truth.ts";
import { stateBecomes } from "./scene/watch.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld({
    env: { VERIFY_INTERVAL_MS: "3000" },
    livekit: {
      extraYaml:
        "limit: { max_room_name_length: 300, max_participant_identity_length: 300, max_participant_name_length: 300 }",
    },
  });
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

const oddNames = [
  "algebra.7.b",
  "evidence.webhook.*.>",
  "  two  spaces around  ",
  "a/b/../../api/meetings",
  "$SYS.REQ",
  "{ $where: 1 }",
  "__proto__",
  "constructor",
  "Ünïcödé 数学 🧮👩🏽‍🏫",
  'quote " comma , semicolon ; = 1+1',
  "100% <b>bold</b> &amp; ?room=1#x",
  "x".repeat(300),
] as const;

/** Waits until a look, not only a webhook, has seen somebody. */
const wasSeen = (room: string, identity: string, after: number) =>
  eventually(
    async () => {
      const { seenUntil } = await world.reader.statusOf(room, identity);
      expect(Date.parse(seenUntil ?? "")).toBeGreaterThan(after);
    },
    { withinMs: 30 * second, everyMs: 300 },
  );

describe.concurrent("a room, a person and a display name may be called anything", () => {
  it.each(oddNames.map((name) => [name.slice(0, 40), name]))("%j", async (_, name) => {
    await using person = await world.join(name, name, { name });
    await using other = await world.join(name, "somebody else");
    await wasSeen(name, name, person.joining.connectedAt);
    const truth: Truth = new Map([[name, [await leaveNoted(person)]]]);
    await stateBecomes(world.reader, name, name, "absent");
    await stateBecomes(world.reader, name, "somebody else", "present");
    truth.set("somebody else", [await leaveNoted(other)]);
    const meeting = await expectReport(world.reader, name, truth);
    expect(meeting).toMatchObject({ room: name, others: [] });
    expect(meeting.attendees.find(({ identity }) => identity === name)?.name).toBe(name);
    const csv = await world.reader.get(`/api/meetings/${meeting.id}.csv`);
    expect((await csv.text()).trim().split("\n")).toHaveLength(3);
    const evidence = await world.reader.get(`/api/stays/${person.sid}/evidence`);
    expect(await evidence.json()).toMatchObject({ room: name, stay: { identity: name } });
  });
});

it("a person whose name changes, in the room and between two stays, is one person with the newest name", async () => {
  const room = "renamed";
  const nameBecomes = (name: string) =>
    eventually(async () => expect((await world.reader.attendeeIn(room, "kim")).name).toBe(name), {
      withinMs: 30 * second,
    });
  await using first = await world.join(room, "kim", { name: "Kim" });
  await nameBecomes("Kim");
  await rename(world.access, room, "kim", "Kim Moss");
  await nameBecomes("Kim Moss");
  const before = await leaveNoted(first);
  // LiveKit dates webhooks by whole seconds.
  await nobodyIsThereFor(2 * second);
  await using again = await world.join(room, "kim", { name: "Kim Moss-Lee" });
  const truth: Truth = new Map([["kim", [before, await leaveNoted(again)]]]);
  const { attendees } = await expectReport(world.reader, room, truth);
  expect(attendees.map(({ name }) => name)).toEqual(["Kim Moss-Lee"]);
});

describe("what LiveKit does not have yet", () => {
  const room = { name: "of the future", sid: "RM_future000001" };

  /** A webhook made by hand, signed as LiveKit signs. */
  async function tell(event: string, id: string, more: object = {}): Promise<void> {
    const createdAt = String(Math.floor(Date.now() / second));
    const webhook = { event, id, room, createdAt, ...more };
    const answer = await sendWebhook(`${world.services.ingressUrl}/livekit/webhook`, world.access, webhook);
    expect(answer.status).toBe(200);
  }

  const othersBecome = (...kinds: readonly string[]) =>
    eventually(async () => {
      const { others } = await world.reader.meetingIn(room.name);
      expect(
        others
          .map(({ kind, category }) => [kind, category])
          .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
      ).toEqual(kinds.map((kind) => [kind, "unknown"]));
    });

  it("a kind of participant that does not exist is shown as unknown, not counted as a person, and not dropped", async () => {
    await tell("room_started", "EV_start");
    for (const kind of ["HOLOGRAM", "__proto__"]) {
      const participant = participantOf(kind);
      await tell("participant_joined", `EV_joined_${kind}`, { participant });
      await tell("participant_left", `EV_left_${kind}`, {
        participant: { ...participant, state: "DISCONNECTED" },
      });
    }
    await othersBecome("HOLOGRAM", "__proto__");
    expect((await world.reader.meetingIn(room.name)).attendees).toEqual([]);
    const status = await world.reader.statusOf(room.name, "HOLOGRAM");
    expect(status).toMatchObject({ state: "absent", attended: { maximumSeconds: 0 } });
  });

  it("an event that does not exist is taken, and changes nothing", async () => {
    await tell("participant_teleported", "EV_teleported", { participant: participantOf("STANDARD") });
    await tell("participant_joined", "EV_joined_ROBOT", { participant: participantOf("ROBOT") });
    await othersBecome("HOLOGRAM", "ROBOT", "__proto__");
    expect((await world.reader.meetingIn(room.name)).attendees).toEqual([]);
    expect((await world.reader.statusOf(room.name, "STANDARD")).stays).toEqual([]);
  });
});

const participantOf = (kind: string) => ({
  ...{ sid: `PA_${kind}`, identity: kind, name: kind, kind, state: "ACTIVE" },
  joinedAtMs: String(Date.now()),
});
