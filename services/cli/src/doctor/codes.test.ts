import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("./", import.meta.url);
const operations = readFileSync(new URL("../../../../docs/operations.md", import.meta.url), "utf8");

/** Codes of findings that call for something, as the sources write them. */
function codesInSources(): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const calls = sources.flatMap((file) => [
    ...readFileSync(new URL(file, folder), "utf8").matchAll(/\b(?:problem|warning|unseen|tell)\(\s*"(\w+)"/g),
  ]);
  return new Set(calls.map(([, code = ""]) => code));
}

it("operations.md names every code that a finding can have, and no other", () => {
  const [, section = ""] = operations.split("## What the doctor names\n");
  const rows =
    section
      .split("\n## ")[0]
      ?.split("\n")
      .filter((line) => line.startsWith("|")) ?? [];
  const named = rows.flatMap((row) =>
    [...(row.split("|")[2] ?? "").matchAll(/`(\w+)`/g)].map(([, code]) => code),
  );
  const indirect = [
    ...[
      "livekit_unreachable",
      "livekit_timeout",
      "livekit_unauthorized",
      "livekit_unavailable",
      "livekit_error",
    ],
    ...["cannot_check", "check_failed", "check_timed_out"],
  ];
  expect(new Set(named)).toEqual(new Set([...codesInSources(), ...indirect]));
});
