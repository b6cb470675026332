import { attributes, counters, gauges, histograms } from "@rollcall/telemetry";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readText, readYaml } from "./compose-files.ts";

/** Prometheus' names of what the services send, by its own rules. */
const underscored = (name: string) => name.replaceAll(".", "_");
const suffixes: Readonly<Record<string, string>> = { s: "_seconds", By: "_bytes", "1": "_ratio" };
const suffix = (unit: string) => suffixes[unit] ?? "";
const ofCounters = Object.values(counters).map(({ name }) => `${underscored(name)}_total`);
const ofGauges = Object.values(gauges).map(({ name, unit }) => `${underscored(name)}${suffix(unit)}`);
const ofHistograms = Object.values(histograms).map(
  ({ name, unit }) => `${underscored(name)}${suffix(unit)}_bucket`,
);
const metrics = new Set([...ofCounters, ...ofGauges, ...ofHistograms]);
const labels = new Set([...Object.keys(attributes).map(underscored), "le", "instance"]);

const dashboardSchema = z.looseObject({
  panels: z.array(
    z.looseObject({ title: z.string(), targets: z.array(z.looseObject({ expr: z.string() })).default([]) }),
  ),
});
const rulesSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(["page", "ticket"]) }),
          annotations: z.object({ summary: z.string() }),
        }),
      ),
    }),
  ),
});

const shown = dashboardSchema
  .parse(JSON.parse(readText("deploy/grafana/dashboards/rollcall.json")))
  .panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));
const rules = rulesSchema
  .parse(readYaml("deploy/prometheus/alerts.yml"))
  .groups.flatMap((group) => group.rules);
const alerts = rules.map(({ alert, expr }) => [alert, expr] as const);

/** Words of a query that are no function, split into what it asks for and what it groups or selects by. */
function namesIn(expression: string): {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
} {
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(", "));
  const selected = [...expression.matchAll(/(\w+)(?:=|!=|=~|!~)"/g)].map(([, label = ""]) => label);
  const rest = expression.replaceAll(/\bby \([^)]*\)|\{[^}]*\}/g, "");
  return { metrics: rest.match(/\b(?:attendance|messaging)_\w+/g) ?? [], labels: [...grouped, ...selected] };
}

describe.each([...shown, ...alerts])("%s", (_, expression) => {
  it("asks for metrics and labels that exist", () => {
    const named = namesIn(expression);
    expect(named.metrics.length).toBeGreaterThan(0);
    expect(named.metrics.filter((name) => !metrics.has(name))).toEqual([]);
    expect(named.labels.filter((name) => !labels.has(name))).toEqual([]);
  });
});

it("the alert on dead letters fires at the first one too, with which its series begins", () => {
  const dead = rules.find(({ alert }) => alert === "DeadLetters")?.expr ?? "";
  expect(dead).toContain("increase(attendance_dead_letters_total[1h])");
  expect(dead).toContain("attendance_dead_letters_total unless attendance_dead_letters_total offset 1h");
});

it("the dashboard shows every metric", () => {
  const all = new Set(shown.flatMap(([, expression]) => namesIn(expression).metrics));
  expect(all).toEqual(metrics);
});

it("labels in texts exist too", () => {
  const texts = [
    readText("deploy/grafana/dashboards/rollcall.json"),
    readText("deploy/prometheus/alerts.yml"),
  ].join();
  const used = [...texts.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
  expect(used.filter((label) => !labels.has(label))).toEqual([]);
});

it("alerts have a name of their own each, and the settings of Prometheus and the collector name each other", () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  expect(readText("deploy/prometheus/prometheus.yml")).toContain("/etc/prometheus/alerts.yml");
  expect(readText("deploy/otel/collector.yaml")).toContain("http://prometheus:9090/api/v1/otlp");
});
