import { censusSchema, CodedError, type CensusMessage, type Code, type RoomCheck } from "@rollcall/contracts";
import { describe, expect, it } from "vitest";
import { noon } from "../testing/people.ts";
import { scriptLiveKit } from "../testing/scripted-livekit.ts";
import type { NamedRoom } from "./livekit.ts";
import { SharedRooms } from "./shared-rooms.ts";
import { sweep, type OpenRoom } from "./sweep.ts";

async function sweepOf(rooms: readonly NamedRoom[] | Code, open: readonly OpenRoom[] | Error) {
  const published: CensusMessage[] = [];
  const checks: RoomCheck[] = [];
  const livekit = scriptLiveKit({ rooms: [rooms] });
  const swept = await sweep("tick-1", {
    rooms: new SharedRooms({
      listRooms: () => livekit.listRooms(),
      now: () => noon,
      wait: () => Promise.resolve(),
    }),
    roomsWithOpenStays: () => (open instanceof Error ? Promise.reject(open) : Promise.resolve(open)),
    publishCensus: async (census) => void published.push(census),
    askForLook: async (check) => void checks.push(check),
    newId: () => "1",
    horizonMs: 60_000,
    earliest: (ours) => ours - 5,
    latest: (ours) => ours + 5,
  });
  return { swept, census: published.map((census) => censusSchema.parse(census)), checks };
}

const check = (room: string, ...roomSids: string[]) => ({ room, roomSids, reason: "sweep", earlier: [] });

describe("sweep", () => {
  it("asks for one look at each room that LiveKit lists or in which somebody is open", async () => {
    const named = [
      { name: "algebra", sid: "RM_1" },
      { name: "latin", sid: "RM_2" },
    ];
    const open = [
      { room: "latin", roomSids: ["RM_2", "RM_old"] },
      { room: "chess", roomSids: ["RM_3"] },
    ];
    const { checks } = await sweepOf(named, open);
    expect(checks).toEqual([
      check("algebra", "RM_1"),
      check("latin", "RM_2", "RM_old"),
      check("chess", "RM_3"),
    ]);
  });

  it("leaves control rooms out", async () => {
    const { checks } = await sweepOf([{ name: "rollcall-control-a-1", sid: "RM_1" }], []);
    expect(checks).toEqual([]);
  });

  it("looks at a room that is named like a control room when somebody is open in it", async () => {
    const room = "rollcall-control-party";
    const { checks } = await sweepOf([{ name: room, sid: "RM_1" }], [{ room, roomSids: ["RM_1"] }]);
    expect(checks).toEqual([check(room, "RM_1")]);
  });

  it("records that LiveKit listed its rooms", async () => {
    const { census } = await sweepOf([], []);
    expect(census).toMatchObject([
      { askedAt: noon - 5, answeredAt: noon + 5, horizonMs: 60_000, trouble: null },
    ]);
  });

  it("looks at rooms with open stays alone when LiveKit does not list its rooms, and records why", async () => {
    const { census, checks } = await sweepOf("livekit_timeout", [{ room: "chess", roomSids: ["RM_3"] }]);
    expect(census).toMatchObject([{ trouble: "livekit_timeout" }]);
    expect(checks).toEqual([check("chess", "RM_3")]);
  });

  it("looks at LiveKit's rooms alone when MongoDB is away", async () => {
    const { swept, checks } = await sweepOf(
      [{ name: "algebra", sid: "RM_1" }],
      new CodedError("store_unavailable"),
    );
    expect(checks).toEqual([check("algebra", "RM_1")]);
    expect(swept).toEqual({ rooms: 1, trouble: null, storeTrouble: "store_unavailable" });
  });
});
