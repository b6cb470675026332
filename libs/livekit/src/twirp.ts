import { AccessToken, type VideoGrant } from "livekit-server-sdk";
import type { Code } from "@rollcall/contracts";

export type LiveKitCode = Extract<
  Code,
  "livekit_unreachable" | "livekit_timeout" | "livekit_unauthorized" | "livekit_unavailable" | "livekit_error"
>;

export type LiveKitAccess = {
  /** LiveKit's address: http, https, ws or wss. */
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
};

/** What one call came to. `tookMs` runs from the request to the end of the answer. */
export type TwirpAnswer =
  | { readonly is: "answered"; readonly json: unknown; readonly tookMs: number }
  | {
      readonly is: "refused";
      readonly status: number;
      /** Twirp's code; null when the answer is not Twirp's, such as a proxy's. */
      readonly code: string | null;
      readonly tookMs: number;
    }
  | {
      readonly is: "failed";
      readonly why: Extract<LiveKitCode, "livekit_unreachable" | "livekit_timeout">;
      readonly tookMs: number;
    };

export type TwirpCall = {
  readonly method: string;
  readonly grant: VideoGrant;
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * One call of LiveKit's RoomService, one attempt. Not the SDK's client: that decodes kinds of participants which it
 * does not know as STANDARD, a person (protobuf's zero value), where we must see the word that LiveKit wrote.
 * The texts of errors are dropped: LiveKit's 401 echoes the token.
 */
export async function callTwirp(
  access: LiveKitAccess,
  call: TwirpCall,
  timeoutMs: number,
): Promise<TwirpAnswer> {
  const token = await mintToken(access, call.grant);
  const startedAt = performance.now();
  const tookMs = () => performance.now() - startedAt;
  try {
    const response = await fetch(new URL(`twirp/livekit.RoomService/${call.method}`, httpBase(access.url)), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(call.body),
      // A redirect would turn the call into a GET.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const json = jsonIn(await response.text());
    if (response.ok) return { is: "answered", json, tookMs: tookMs() };
    return { is: "refused", status: response.status, code: twirpCode(json), tookMs: tookMs() };
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === "TimeoutError";
    return { is: "failed", why: isLate ? "livekit_timeout" : "livekit_unreachable", tookMs: tookMs() };
  }
}

/** The address for HTTP calls, with a slash at its end so that paths extend it. */
export function httpBase(url: string): string {
  return `${url.replace(/^ws/, "http").replace(/\/+$/, "")}/`;
}

/** A refusal's stable code. */
export function refusalCode(status: number): LiveKitCode {
  if (status === 401 || status === 403) return "livekit_unauthorized";
  // 408 is Twirp's deadline_exceeded: a node took the call and did not finish it.
  if (status === 408 || status === 504) return "livekit_timeout";
  return status === 502 || status === 503 ? "livekit_unavailable" : "livekit_error";
}

/** A token of five minutes with this grant, that belongs to nobody. */
export function mintToken({ apiKey, apiSecret }: LiveKitAccess, grant: VideoGrant): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { ttl: "5m" });
  token.addGrant(grant);
  return token.toJwt();
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const twirpCode = (json: unknown): string | null =>
  typeof json === "object" && json !== null && "code" in json && typeof json.code === "string"
    ? json.code
    : null;
