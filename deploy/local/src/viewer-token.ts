import { AccessToken } from "livekit-server-sdk";
import type { ApiKey } from "./own-key.ts";

/** A LiveKit access token that may list all rooms, which lets its bearer see every meeting; good for 12 hours. */
export async function viewerToken({ apiKey, apiSecret }: ApiKey): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { identity: "rollcall-viewer", ttl: "12h" });
  token.addGrant({ roomList: true });
  return token.toJwt();
}
