import { resolve, roomOf, type ResolvedStay } from "@rollcall/domain";
import type { ReadingTools } from "./reading-tools.ts";
import { readRoom } from "./read-room.ts";

/** A stay as it stands now, judged together with all that went on in its room; null when there is none. */
export async function readStay(tools: ReadingTools, sid: string): Promise<ResolvedStay | null> {
  const stay = await tools.store.stay(sid);
  if (stay === null) return null;
  const alone = resolve({ sessions: [], stays: [stay], now: tools.now(), policy: tools.policy })[0] ?? null;
  const room = roomOf(stay);
  if (room === "" || alone === null) return alone;
  const range = { from: alone.start.earliest, to: alone.end?.latest ?? Infinity };
  const { stays } = await readRoom(tools, room, range);
  return stays.find((resolved) => resolved.stay.sid === sid) ?? alone;
}
