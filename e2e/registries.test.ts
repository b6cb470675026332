import { globSync, readFileSync } from "node:fs";
import { codes } from "@rollcall/contracts";
import { attributes, counters, gauges, histograms, spans } from "@rollcall/telemetry";
import { describe, expect, it } from "vitest";

const checkout = new URL("..", import.meta.url);
const isRegistry = (path: string) =>
  /\.test\.ts$|telemetry\/src\/names\.ts$|contracts\/src\/codes\.ts$/.test(path);

/** All that runs, but for the registries themselves. */
const sources = globSync("{libs,services}/*/src/**/*.ts", { cwd: checkout })
  .filter((path) => !isRegistry(path))
  .map((path) => readFileSync(new URL(path, checkout), "utf8"))
  .join("\n");

/** Quoted, as a member or a key, or as the beginning of a span's name. */
const isUsed = (name: string) =>
  [`"${name}"`, `\`${name} `, ` ${name}: `].some((written) => sources.includes(written));

describe("nothing is registered that nobody uses", () => {
  it.each(Object.entries({ codes, spans, attributes, counters, histograms, gauges }))("%s", (_, registry) => {
    expect(Object.keys(registry).filter((name) => !isUsed(name))).toEqual([]);
  });
});
