import { decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import { controlRoomPrefix, minute, second } from "@rollcall/domain";
import { foldBatch, touchedByAll, type Changes } from "@rollcall/store";
import { listed, snapshotRecord, ten, webhookRecord } from "@rollcall/store/testing";
import { describe, expect, it } from "vitest";
import { takeAnnouncements } from "../testing/announcements.ts";
import { announce } from "./announce.ts";

const nothing = { stays: new Map(), rooms: new Map(), livekit: null };

/** Announces records as if they were just folded into an empty store. */
async function announced(records: readonly EvidenceRecord[], now = ten, saved?: readonly Changes[]) {
  const evidence = records.map(decodeEvidence).filter((piece) => piece !== null);
  const changes = saved ?? [foldBatch(nothing, evidence, touchedByAll(evidence))];
  const { announcing, changed, scheduled } = takeAnnouncements(() => now);
  await announce(announcing, evidence, changes);
  return { changed, schedules: [...scheduled.values()] };
}

const event = (name: string, room: string, sid?: string) =>
  webhookRecord({ event: name, room, ...(sid === undefined ? {} : { sid }) });

describe("announcing", () => {
  it("tells of each changed room once", async () => {
    const { changed } = await announced([
      event("participant_joined", "maths", "PA_1"),
      event("participant_joined", "maths", "PA_2"),
      event("room_started", "physics"),
    ]);
    expect(changed.toSorted()).toEqual(["maths", "physics"]);
  });

  it.each([
    ["participant_joined", "hint"],
    ["participant_left", "left"],
    ["participant_connection_aborted", "left"],
    ["room_started", "hint"],
    ["room_finished", "hint"],
  ])("asks for a look five seconds after %s", async (name, reason) => {
    const isRoom = name.startsWith("room");
    const { schedules } = await announced([event(name, "maths", isRoom ? undefined : "PA_1")]);
    const body = { room: "maths", roomSids: ["RM_maths"], reason, earlier: [] };
    expect(schedules).toEqual([
      { subject: expect.stringContaining(".soon."), target: "checks.room", at: ten + 5 * second, body },
    ]);
  });

  it("asks for none after a track or a look", async () => {
    const { changed, schedules } = await announced([
      event("track_published", "maths", "PA_1"),
      snapshotRecord({ room: "physics", present: [listed("PA_2")] }),
    ]);
    expect(changed.toSorted()).toEqual(["maths", "physics"]);
    expect(schedules).toEqual([]);
  });

  it("keeps quiet about control rooms", async () => {
    const control = `${controlRoomPrefix}1`;
    const { changed, schedules } = await announced([
      event("room_started", control),
      event("participant_joined", control, "PA_1"),
    ]);
    expect(changed).toEqual([]);
    expect(schedules).toEqual([]);
  });

  it("asks for no look because of what was known already", async () => {
    const records = [event("participant_left", "maths", "PA_1")];
    const { changed, schedules } = await announced(records, ten, [{ stays: [], rooms: [], livekit: null }]);
    expect(changed).toEqual([]);
    expect(schedules).toEqual([]);
  });

  it("asks for one look per room, and takes the strongest reason", async () => {
    const { schedules } = await announced([
      event("participant_joined", "maths", "PA_1"),
      event("participant_left", "maths", "PA_2"),
      webhookRecord({ event: "room_started", room: "maths", roomSid: "RM_2" }),
    ]);
    expect(schedules.map(({ body }) => body)).toEqual([
      { room: "maths", roomSids: ["RM_maths", "RM_2"], reason: "left", earlier: [] },
    ]);
  });

  it("uses another subject after a while, so that a stuck schedule blocks nothing for long", async () => {
    const records = [event("participant_left", "maths", "PA_1")];
    const subjectAt = async (now: number) => (await announced(records, now)).schedules[0]?.subject;
    expect(await subjectAt(ten + 4 * second)).toBe(await subjectAt(ten));
    expect(await subjectAt(ten + minute)).not.toBe(await subjectAt(ten));
  });
});
