import { AccessToken, type VideoGrant } from "livekit-server-sdk";

/** A LiveKit and the key that opens it. */
export interface LiveKitAccess {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface ParticipantOptions {
  readonly name?: string;
  /** The token's `kind` claim, such as `agent`; a person when absent. */
  readonly kind?: string;
  readonly hidden?: boolean;
}

/** A LiveKit access token that lets `identity` join `room`. */
export function joinToken(
  access: LiveKitAccess,
  room: string,
  identity: string,
  options: ParticipantOptions = {},
): Promise<string> {
  const { kind, hidden, name } = options;
  const grant = { roomJoin: true, room, ...(hidden === undefined ? {} : { hidden }) };
  return mintToken(access, grant, { identity, ...(name === undefined ? {} : { name }) }, kind);
}

/** A LiveKit access token with any grant, good for an hour. */
export async function mintToken(
  access: Omit<LiveKitAccess, "url">,
  grant: VideoGrant,
  who: { readonly identity: string; readonly name?: string },
  kind?: string,
): Promise<string> {
  const token = new AccessToken(access.apiKey, access.apiSecret, { ...who, ttl: 3600 });
  token.addGrant(grant);
  if (kind !== undefined) token.kind = kind;
  return token.toJwt();
}
