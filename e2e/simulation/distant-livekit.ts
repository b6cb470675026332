import { second } from "@rollcall/domain";
import type { LiveKit } from "@rollcall/verifier";
import { call, type Process } from "./process.ts";
import { sleep } from "./scheduler.ts";
import { isHeld, isOpen, listedIn, rooms } from "./visits.ts";
import type { World } from "./world.ts";

/** LiveKit waits so long for a media node that does not answer. */
const silenceMs = 3 * second;

/** LiveKit's API as one process reaches it: it says the truth, or fails. */
export function distantLiveKit(world: World, process: Process): LiveKit {
  const { scheduler, setting, visits } = world;
  const ask = async <Answer>(what: string, answer: () => Answer): Promise<Answer> => {
    const failure = scheduler.chance.happens(setting.livekitFails)
      ? scheduler.chance.oneOf(["livekit_timeout", "livekit_unreachable", "livekit_unavailable"] as const)
      : null;
    const answers = await call(scheduler, process, {
      what,
      parts: [async () => ({ answer: answer() })],
      failure,
    });
    const [first] = answers;
    if (first === undefined) throw new Error("a call gives one answer");
    return first.answer;
  };
  const unlessSilent = async <Answer>(isSilent: boolean, answer: Answer): Promise<Answer> => {
    if (isSilent) await sleep(scheduler, process, silenceMs);
    return answer;
  };
  const isHere = (room: string) => isOpen(visits, room, scheduler.now);
  return {
    listRooms: () =>
      ask("list rooms", () => rooms.filter(isHere).map((name) => ({ name, sid: `RM_${name}` }))),
    listingMode: () => ask("find the listing mode", () => setting.listingMode),
    listParticipants: async (room) => {
      const isGone = await ask(`is ${room} there`, () => setting.listingMode === "psrpc" && !isHere(room));
      if (isGone) return await unlessSilent(true, { is: "no_node" });
      return await ask(`list ${room}`, () => ({
        is: "listed",
        participants: listedIn(visits, room, scheduler.now).map((one) => ({ ...one, state: "ACTIVE" })),
      }));
    },
    probe: async (room, identity) => {
      const answer = await ask(`probe ${identity}`, () =>
        visits.some(
          (visit) => visit.room === room && visit.identity === identity && isHeld(visit, scheduler.now),
        )
          ? "answered"
          : "silent",
      );
      return await unlessSilent(answer === "silent", answer);
    },
    control: () => ask("control", () => "answered"),
  };
}
