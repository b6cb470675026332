import { CodedError } from "@rollcall/contracts";
import type { LiveKitCode, RoomService } from "@rollcall/livekit";
import { count, failureName, withSpan } from "@rollcall/telemetry";
import type { LiveKit, NodeAnswer } from "./livekit.ts";

type Asked = Pick<RoomService, keyof RoomService>;

/** LiveKit's API as looks ask it: a failure rejects, and every call is counted. */
export function askLiveKit(service: Asked): LiveKit {
  return {
    listRooms: () =>
      ask("ListRooms", async () => {
        const answer = await service.listRooms();
        return answer.is === "answered" ? answer.rooms : fail(answer.why);
      }),
    listingMode: () =>
      ask("ListParticipants", async () => {
        const mode = await service.detectListingMode();
        return typeof mode === "string" ? mode : fail(mode.failed);
      }),
    listParticipants: (room) =>
      ask("ListParticipants", async () => {
        const listing = await service.listParticipants(room);
        return listing.is === "failed" ? fail(listing.why) : listing;
      }),
    probe: (room, identity) =>
      ask("UpdateSubscriptions", async () => nodeAnswer(await service.probe(room, identity))),
    control: (room) => ask("CreateRoom", async () => nodeAnswer(await service.control(room))),
  };
}

const nodeAnswer = (answer: Awaited<ReturnType<RoomService["probe"]>>): NodeAnswer =>
  typeof answer === "string" ? answer : fail(answer.failed);

function fail(why: LiveKitCode): never {
  throw new CodedError(why);
}

async function ask<T>(method: string, call: () => Promise<T>): Promise<T> {
  const attributes = { "attendance.livekit.method": method };
  return await withSpan("ask livekit", { kind: "client", attributes }, async () => {
    try {
      const answer = await call();
      count("livekitCalls", { ...attributes, "attendance.result": resultOf(answer) });
      return answer;
    } catch (error) {
      count("livekitCalls", { ...attributes, "attendance.result": failureName(error) });
      throw error;
    }
  });
}

const resultOf = (answer: unknown): string =>
  answer === "silent" ||
  (typeof answer === "object" && answer !== null && "is" in answer && answer.is === "no_node")
    ? "silent"
    : "answered";
