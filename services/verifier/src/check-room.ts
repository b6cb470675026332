import type { RoomCheck, SnapshotMessage } from "@rollcall/contracts";
import { assessRoom, type AssessTools } from "./assess-room.ts";

export interface CheckTools extends AssessTools {
  readonly publishSnapshot: (snapshot: SnapshotMessage) => Promise<void>;
  /** Asks for a look at an instant of our clock; an equal request that waits already is enough. */
  readonly scheduleLook: (check: RoomCheck, at: number) => Promise<void>;
}

/**
 * Looks at a room, publishes the one snapshot of the look, and asks for a second look where somebody seems to have
 * gone. What that look must know travels in its message: any instance can take it.
 */
export async function checkRoom(check: RoomCheck, tools: CheckTools): Promise<SnapshotMessage> {
  const { snapshot, followUp, closerAt } = await assessRoom(check, tools);
  await tools.publishSnapshot(snapshot);
  const { room, roomSids } = snapshot;
  if (followUp !== null) {
    const earlier = followUp.earlier.map(({ askedAt, silent, ghosts }) => ({
      askedAt,
      silent: [...silent],
      ghosts: [...ghosts],
    }));
    const again: RoomCheck = { room, roomSids, reason: "follow_up", earlier };
    await tools.scheduleLook(again, followUp.at);
  }
  for (const at of closerAt) await tools.scheduleLook({ room, roomSids, reason: "closer", earlier: [] }, at);
  return snapshot;
}
