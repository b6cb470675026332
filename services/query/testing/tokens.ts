import { signToken } from "@rollcall/livekit/testing";

export const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };

export interface Grants {
  readonly room?: string;
  readonly roomAdmin?: boolean;
  readonly roomList?: boolean;
  readonly roomCreate?: boolean;
  readonly roomJoin?: boolean;
}

/** A LiveKit access token, valid for an hour unless said otherwise. */
export const tokenFor = (identity: string | undefined, video: Grants, validForMs = 3_600_000): string =>
  signToken(
    { iss: key.apiKey, sub: identity, nbf: 0, exp: Math.floor((Date.now() + validForMs) / 1_000), video },
    key.apiSecret,
  );

export const operator = tokenFor("operator", { roomList: true, roomCreate: true });
export const office = tokenFor("office", { roomList: true });
