import { CodedError } from "@rollcall/contracts";
import type { ReadToken } from "@rollcall/livekit";
import type { Request } from "express";
import type { Bearer } from "../viewer.ts";

/** Reads the value of an Authorization header as a LiveKit access token. */
export type TokenReader = (authorization: string | undefined, now: number) => ReadToken;

/** Who asks; throws `token_missing`, `token_invalid` or `token_expired`. */
export function readBearer(read: TokenReader, authorization: string | undefined): Bearer {
  const token = read(authorization, Date.now());
  if (!token.ok) throw new CodedError(token.code);
  const { identity, grants } = token;
  return {
    is: "bearer",
    identity,
    room: grants.room,
    isRoomAdmin: grants.roomAdmin,
    mayListRooms: grants.roomList,
    mayCreateRooms: grants.roomCreate,
  };
}

export const authorizationOf = (request: Request): string | undefined => request.headers.authorization;
