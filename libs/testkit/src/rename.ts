import { RoomServiceClient } from "livekit-server-sdk";
import type { LiveKitAccess } from "./token.ts";

/** Changes the name of somebody who is in a room, as a host's application does. */
export async function rename(
  { url, apiKey, apiSecret }: LiveKitAccess,
  room: string,
  identity: string,
  name: string,
): Promise<void> {
  const service = new RoomServiceClient(url.replace(/^ws/, "http"), apiKey, apiSecret);
  await service.updateParticipant(room, identity, { name });
}
