import type { Code } from "@rollcall/contracts";
import { z } from "zod";
import { createSignatureCheck, type ApiKeys } from "./signed-token.ts";
import { liveKitLeewayMs, timeRefusal } from "./token-times.ts";

export type Grants = {
  /** May see everybody in `room`. */
  readonly roomAdmin: boolean;
  /** May see all rooms. */
  readonly roomList: boolean;
  /** May open and close rooms: LiveKit's own word for who runs the installation. */
  readonly roomCreate: boolean;
  /** The one room that the token is for; null when it names none. */
  readonly room: string | null;
};

export type ReadToken =
  | {
      readonly ok: true;
      /** Null for a token that belongs to nobody, such as a server's. */
      readonly identity: string | null;
      readonly grants: Grants;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
    }
  | { readonly ok: false; readonly code: Extract<Code, "token_missing" | "token_invalid" | "token_expired"> };

const claimsSchema = z.looseObject({
  exp: z.number(),
  nbf: z.number().default(0),
  sub: z.string().optional(),
  // A webhook's token: it proves that LiveKit sent a body, and grants nothing.
  sha256: z.never().optional(),
  video: z
    .looseObject({
      roomAdmin: z.boolean().default(false),
      roomList: z.boolean().default(false),
      roomCreate: z.boolean().default(false),
      room: z.string().optional(),
    })
    .default({ roomAdmin: false, roomList: false, roomCreate: false }),
});

/**
 * Returns a function that reads LiveKit access tokens signed with one of the keys. It takes the value of an
 * `Authorization` header (`Bearer <token>`) and `now` in milliseconds. Expiry is required, 60 s of leeway are
 * granted as LiveKit does, and webhook tokens are refused. Refusals: `token_missing`, `token_invalid`,
 * `token_expired`.
 */
export function createTokenReader(options: {
  readonly keys: ApiKeys;
}): (authorization: string | undefined, now: number) => ReadToken {
  const checkSignature = createSignatureCheck(options.keys);
  return (authorization, now) => {
    const token = tokenIn(authorization);
    if (token === null) return { ok: false, code: "token_missing" };
    const signed = checkSignature(token);
    const claims = claimsSchema.safeParse(signed.ok ? signed.claims : null);
    if (!claims.success) return { ok: false, code: "token_invalid" };
    const { exp, sub, video } = claims.data;
    const untimely = timeRefusal(claims.data, now, liveKitLeewayMs);
    if (untimely === "token_expired") return { ok: false, code: "token_expired" };
    if (untimely !== null) return { ok: false, code: "token_invalid" };
    const { roomAdmin, roomList, roomCreate } = video;
    const grants = { roomAdmin, roomList, roomCreate, room: textOrNull(video.room) };
    return { ok: true, identity: textOrNull(sub), grants, expiresAt: exp * 1000 };
  };
}

/** The scheme's name is not case-sensitive (RFC 9110, 11.1). */
function tokenIn(authorization: string | undefined): string | null {
  return /^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? null;
}

const textOrNull = (text: string | undefined): string | null =>
  text === undefined || text === "" ? null : text;
