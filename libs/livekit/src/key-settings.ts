import { secret, text } from "@rollcall/runtime";
import type { ApiKeys } from "./signed-token.ts";

/** Settings of every service that believes LiveKit's signatures. */
export const keySettings = {
  LIVEKIT_API_KEY: text("the API key of LiveKit"),
  LIVEKIT_API_SECRET: secret("the API secret of LiveKit"),
  /** Further keys that are believed while keys are changed over, in LiveKit's own form: `key: secret`, one a line. */
  LIVEKIT_KEYS: secret("further keys of LiveKit")
    .optional()
    .transform((lines, context): ApiKeys | undefined => {
      if (lines === undefined) return undefined;
      const pairs = lines.split(/[\n,]/).flatMap((line) => (line.trim() === "" ? [] : [pairIn(line)]));
      const known = pairs.filter((pair) => pair !== null);
      if (known.length < pairs.length) context.addIssue("must be pairs of key: secret, one a line");
      return Object.fromEntries(known);
    }),
};

/** All keys that a service believes. */
export function apiKeysOf(config: {
  readonly LIVEKIT_API_KEY: string;
  readonly LIVEKIT_API_SECRET: string;
  readonly LIVEKIT_KEYS?: ApiKeys | undefined;
}): ApiKeys {
  return { ...config.LIVEKIT_KEYS, [config.LIVEKIT_API_KEY]: config.LIVEKIT_API_SECRET };
}

function pairIn(line: string): readonly [string, string] | null {
  const [, key, value] = /^\s*([^\s:]+)\s*:\s*(\S+)\s*$/.exec(line) ?? [];
  return key === undefined || value === undefined ? null : [key, value];
}
