import { readFileSync } from "node:fs";
import { configSchema as attendance } from "@rollcall/attendance";
import { configSchema as ingress } from "@rollcall/ingress";
import { settingsSchema } from "@rollcall/local";
import { defaultLimits } from "@rollcall/messaging";
import { configSchema as query } from "@rollcall/query";
import { counters, gauges, histograms } from "@rollcall/telemetry";
import { configSchema as verifier } from "@rollcall/verifier";
import { expect, it } from "vitest";
import { z } from "zod";

const operations = readFileSync(new URL("../docs/operations.md", import.meta.url), "utf8");

/** The rows of the table below a heading, as cells; headings of columns first. */
function tableBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = operations.split(`## ${heading}\n`);
  const rows =
    section
      .split("\n## ")[0]
      ?.split("\n")
      .filter((line) => line.startsWith("|")) ?? [];
  return rows
    .filter((row) => !/^\|[\s|:-]+\|$/.test(row))
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}

/** What a program makes of a variable that is not set. */
function whenUnset(setting: z.ZodType | undefined): string {
  if (setting === undefined) return "–";
  const parsed = setting.safeParse(undefined);
  if (!parsed.success) return "required";
  return parsed.data === undefined ? "optional" : `${z.union([z.string(), z.number()]).parse(parsed.data)}`;
}

it("the table of settings says of every program what the program says itself", () => {
  const programs = { ingress, attendance, verifier, query, "npm start": settingsSchema };
  const schemas: readonly z.ZodObject[] = Object.values(programs);
  const variables = new Set(schemas.flatMap((schema) => Object.keys(schema.shape)));
  const [columns, ...rows] = tableBelow("Settings");
  expect(columns).toEqual(["Variable", ...Object.keys(programs), "Meaning"]);
  expect(new Set(rows.map(([variable]) => variable))).toEqual(variables);
  for (const [variable = "", ...cells] of rows) {
    const said = schemas.map((schema) => whenUnset(schema.shape[variable]));
    expect([variable, ...cells.slice(0, -1)]).toEqual([variable, ...said]);
    expect(cells.at(-1)).not.toBe("");
  }
});

const days = (ms: number) => `${ms / 86_400_000} days`;
const mebibytes = (bytes: number) => `${bytes / 2 ** 20} MiB`;

it("the table of streams says their limits", () => {
  const limits = tableBelow("Streams").map(([stream, , age, size]) => [stream, age, size]);
  expect(limits.slice(1, 4)).toEqual([
    ["EVIDENCE", days(defaultLimits.evidenceMaxAgeMs), mebibytes(defaultLimits.evidenceMaxBytes)],
    ["CHECKS", "until done", mebibytes(defaultLimits.checksMaxBytes)],
    ["DEAD", days(defaultLimits.deadMaxAgeMs), mebibytes(defaultLimits.deadMaxBytes)],
  ]);
});

it("the table of metrics names all of them", () => {
  const registered = [counters, histograms, gauges].flatMap((registry) =>
    Object.values(registry).map(({ name }) => name),
  );
  const named = tableBelow("What to watch")
    .slice(1)
    .map(([name]) => name);
  expect(new Set(named)).toEqual(new Set(registered));
});
