import { RoomServiceClient, TwirpError } from "livekit-server-sdk";

export type LiveKitAccess = { readonly url: string; readonly apiKey: string; readonly apiSecret: string };

/** Rejects when LiveKit does not accept the key; any other trouble shows later, in the services' own words. */
export async function checkLiveKitKey(access: LiveKitAccess): Promise<void> {
  if (!(await isRefused(access))) return;
  throw new Error(
    `LIVEKIT_API_KEY and LIVEKIT_API_SECRET: the LiveKit at LIVEKIT_URL=${access.url} does not accept them`,
  );
}

/** Without the answer's text: LiveKit repeats the token in it. */
async function isRefused({ url, apiKey, apiSecret }: LiveKitAccess): Promise<boolean> {
  const rooms = new RoomServiceClient(url.replace(/^ws/, "http"), apiKey, apiSecret);
  try {
    await rooms.listRooms(["rollcall-key-check"]);
    return false;
  } catch (error) {
    return error instanceof TwirpError && error.status === 401;
  }
}
