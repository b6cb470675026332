import { CodedError, snapshotSchema, type RoomCheck } from "@rollcall/contracts";
import type { Stay } from "@rollcall/domain";
import { within } from "@rollcall/runtime";
import { describe, expect, it } from "vitest";
import { lookTools, storeMode } from "../testing/look-tools.ts";
import { listedAs, noon, openStay, person } from "../testing/people.ts";
import { listed, scriptLiveKit, type Script } from "../testing/scripted-livekit.ts";
import { assessRoom } from "./assess-room.ts";
import { SharedRooms } from "./shared-rooms.ts";
import { takeLook, type LookTools } from "./take-look.ts";

const [alice, bob] = [person("alice"), person("bob")];
type EarlierLook = RoomCheck["earlier"][number];
const silentAt = (askedAt: number): EarlierLook => ({ askedAt, silent: [alice.sid], ghosts: [] });
const ghostAt = (askedAt: number): EarlierLook => ({ askedAt, silent: [], ghosts: [alice.sid] });
const half = silentAt(noon - 30_000);

interface Situation extends Script {
  readonly stays?: readonly Stay[] | Error;
  readonly earlier?: EarlierLook[];
  readonly tools?: Partial<LookTools>;
}

function assess({ stays = [openStay(alice)], earlier = [], tools, ...script }: Situation) {
  const livekit = scriptLiveKit(script);
  const look = lookTools(livekit, tools);
  const check: RoomCheck = { room: "algebra", roomSids: ["RM_asked"], reason: "sweep", earlier };
  return assessRoom(check, {
    openStaysIn: () => (stays instanceof Error ? Promise.reject(stays) : Promise.resolve(stays)),
    rooms: new SharedRooms({
      listRooms: () => livekit.listRooms(),
      now: () => noon,
      wait: () => Promise.resolve(),
    }),
    takeLook: (at) => takeLook(at, look),
    within,
    newId: () => "1",
    horizonMs: 60_000,
    intervalMs: 30_000,
  });
}

describe("nobody is absent", () => {
  const failures = [
    "livekit_timeout",
    "livekit_unreachable",
    "livekit_unavailable",
    "livekit_error",
  ] as const;
  const listsAlice = listed(listedAs(alice));
  const cases: Record<string, Situation & { readonly trouble: string | null }> = {
    ...Object.fromEntries(
      failures.map((code) => [`the list fails: ${code}`, { lists: [code], trouble: code }]),
    ),
    "the list is empty once": { lists: [listed()], earlier: [], trouble: null },
    "no node holds the room, once": { lists: [{ is: "no_node" }], earlier: [], trouble: null },
    "the list is empty but a media node answers for her": {
      lists: [listed()],
      probes: { alice: ["answered"] },
      trouble: "contradiction",
    },
    "her probe fails": { probes: { alice: ["livekit_unavailable"] }, trouble: "probe_failed" },
    "the bus is down: the store answers, no media node does": {
      lists: [listed()],
      control: ["silent"],
      tools: { listingMode: storeMode },
      trouble: "no_control",
    },
    "no media node is available for a control": { control: ["livekit_error"], trouble: "no_control" },
    "the store lists her in only one of its two readings": {
      lists: [listsAlice, listed()],
      probes: { alice: ["answered"] },
      tools: { listingMode: storeMode },
      trouble: "contradiction",
    },
    "the earlier look is less than 25 s ago": { earlier: [silentAt(noon - 24_000)], trouble: null },
    "the earlier look is over three minutes ago": { earlier: [silentAt(noon - 181_000)], trouble: null },
    "she joined after the earlier look": {
      stays: [openStay(person("alice", { joinedAt: noon - 10_000 }))],
      trouble: null,
    },
    "MongoDB is away": { stays: new CodedError("store_unavailable"), trouble: "store_unavailable" },
  };

  it.each(Object.entries(cases))("when %s", async (_title, { trouble, ...situation }) => {
    const { snapshot } = await assess({ earlier: [half], ...situation });
    expect(snapshot).toMatchObject({ absent: [], trouble });
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
  });
});

describe("somebody is absent", () => {
  it("when silent in two looks with a control, 25 s apart", async () => {
    const first = await assess({});
    expect(first.followUp).toEqual({ at: noon + 25_500, earlier: [silentAt(noon)] });
    const { snapshot, followUp } = await assess({ earlier: [half] });
    expect(snapshot.absent).toEqual([{ sid: alice.sid, why: "silent", firstLookAt: noon - 30_000 }]);
    expect(followUp).toBeNull();
  });

  it("as a ghost of the store, in the third look", async () => {
    const ghost = { lists: [listed(listedAs(alice))], tools: { listingMode: storeMode } };
    const second = await assess({ ...ghost, earlier: [ghostAt(noon - 25_500)] });
    expect(second.snapshot.absent).toEqual([]);
    expect(second.followUp?.at).toBe(noon + 30_000);
    const third = await assess({ ...ghost, earlier: [ghostAt(noon - 56_000), ghostAt(noon - 30_000)] });
    expect(third.snapshot.absent).toMatchObject([{ sid: alice.sid, why: "ghost" }]);
  });

  it("at once, when the identity is listed under a newer session", async () => {
    const newer = person("alice", { sid: "PA_newer", joinedAt: noon - 1_000 });
    const { snapshot } = await assess({ lists: [listed(listedAs(newer))], probes: { alice: ["answered"] } });
    expect(snapshot.absent).toMatchObject([{ sid: alice.sid, why: "replaced" }]);
    expect(snapshot.present).toMatchObject([{ sid: "PA_newer" }]);
  });

  it("at once under a newer session, also when known by tracks alone", async () => {
    const stays = [{ ...openStay(alice), joinedAt: null, seenUntil: { at: noon - 60_000, by: "EV_track" } }];
    const newer = person("alice", { sid: "PA_newer", joinedAt: noon - 1_000 });
    const lists = [listed(listedAs(newer))];
    const { snapshot } = await assess({ stays, lists, probes: { alice: ["answered"] } });
    expect(snapshot.absent).toMatchObject([{ sid: alice.sid, why: "replaced" }]);
  });
});

describe("somebody is present", () => {
  it("when listed though unknown to us: a lost joined heals", async () => {
    const { snapshot } = await assess({ stays: [], lists: [listed(listedAs(bob))] });
    const { state: _state, ...participant } = listedAs(bob);
    expect(snapshot).toMatchObject({ present: [participant], trouble: null });
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
  });

  it("when listed while MongoDB is away", async () => {
    const stays = new CodedError("store_unavailable");
    const { snapshot } = await assess({ stays, lists: [listed(listedAs(bob))] });
    expect(snapshot).toMatchObject({ present: [{ sid: bob.sid }], trouble: "store_unavailable" });
  });

  it("when the list that names them came from another node than the first one", async () => {
    const lists = [listed(listedAs(bob)), listed(listedAs(alice))];
    const probes = { alice: ["answered"], bob: ["answered"] } as const;
    const { snapshot } = await assess({ lists, probes, earlier: [half] });
    expect(snapshot).toMatchObject({
      present: [{ sid: bob.sid }, { sid: alice.sid }],
      absent: [],
      trouble: null,
    });
  });
});

describe("the snapshot", () => {
  it("names the session that LiveKit lists, and every other one that it speaks of", async () => {
    const { snapshot } = await assess({ rooms: [[{ name: "algebra", sid: "RM_now" }]] });
    expect(snapshot).toMatchObject({ roomSid: "RM_now", roomSids: ["RM_algebra", "RM_asked", "RM_now"] });
  });

  it("goes without LiveKit's list of rooms when that fails", async () => {
    const { snapshot } = await assess({ rooms: ["livekit_error"], lists: [listed(listedAs(alice))] });
    expect(snapshot).toMatchObject({ roomSid: null, trouble: null, present: [{ sid: alice.sid }] });
  });

  it("carries a session that is only JOINED apart from those present", async () => {
    const { snapshot } = await assess({ stays: [], lists: [listed(listedAs(bob, "JOINED"))] });
    expect(snapshot).toMatchObject({ present: [], joining: [{ sid: bob.sid, state: "JOINED" }] });
  });
});
