import { expect, it } from "vitest";
import { count, observe, record } from "./metrics.ts";
import { attributes, counters, gauges, histograms } from "./names.ts";

it("records nothing, without harm, when no SDK is loaded", () => {
  count("webhooks", { "attendance.result": "stored" });
  record("foldBatch", 12);
  using gauge = observe("openStays", () => 3);
  expect(gauge).toBeDefined();
});

it("has one name per signal, in the form of the semantic conventions", () => {
  const names = [counters, histograms, gauges].flatMap((registry) =>
    Object.values(registry).map(({ name }) => name),
  );
  expect(new Set(names).size).toBe(names.length);
  for (const name of [...names, ...Object.keys(attributes)]) expect(name).toMatch(/^[a-z]+(\.[a-z_]+)+$/);
});
