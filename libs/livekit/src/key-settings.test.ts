import { expect, it } from "vitest";
import { z } from "zod";
import { apiKeysOf, keySettings } from "./key-settings.ts";

const schema = z.object(keySettings);
const own = { LIVEKIT_API_KEY: "school-2026", LIVEKIT_API_SECRET: "s3cret" };

it("knows one key, and more while keys are changed over", () => {
  expect(apiKeysOf(schema.parse(own))).toEqual({ "school-2026": "s3cret" });
  const rotating = schema.parse({ ...own, LIVEKIT_KEYS: "school-2025: old:one\nschool-2024:older," });
  expect(apiKeysOf(rotating)).toEqual({
    "school-2024": "older",
    "school-2025": "old:one",
    "school-2026": "s3cret",
  });
});

it.each(["school-2025", "school-2025:", ":secret", "a:b,c", "a: b c"])(
  "refuses %o as further keys",
  (pairs) => {
    const parsed = schema.safeParse({ ...own, LIVEKIT_KEYS: pairs });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
      "must be pairs of key: secret, one a line",
    ]);
  },
);
