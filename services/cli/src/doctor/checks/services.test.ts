import { startProxy, type FaultyProxy } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { query } from "./query.ts";
import { services } from "./services.ts";

const livekit = {
  url: "http://127.0.0.1:9",
  apiKey: "school",
  apiSecret: "0123456789abcdef0123456789abcdef",
};

/** One web server in the place of all services. */
let stand: FaultyProxy;
beforeAll(async () => {
  stand = await startProxy(() => "http://127.0.0.1:9");
});
afterAll(() => stand[Symbol.asyncDispose]());

const answers = (path: string, status: number, body = "{}") =>
  stand.rule((passing) => (passing.path.startsWith(path) ? { status, body } : "pass"));

it("is content when all are ready and ingress refuses what nobody signed", async () => {
  using _ready = answers("/readyz", 200);
  using _webhook = answers("/livekit/webhook", 401);
  const { url } = stand;
  const serviceUrls = { ingress: url, attendance: url, verifier: url, query: url };
  expect(new Set(told(await examine(services, { serviceUrls })))).toEqual(new Set(["ok service_ready"]));
});

it("names what a service lacks", async () => {
  using _ = answers("/readyz", 503, '{"status":"unready","failing":["nats","mongodb"]}');
  const [finding] = await examine(services, { serviceUrls: { query: stand.url } });
  expect(finding).toMatchObject({ level: "problem", code: "service_not_ready" });
  expect(finding?.change).toContain("nats, mongodb");
});

it("names a service that is away, and those of which nobody says where they are", async () => {
  const findings = await examine(services, { serviceUrls: { verifier: "http://127.0.0.1:9" } });
  expect(told(findings)).toEqual(["problem service_unreachable", "unknown service_address_unknown"]);
  expect(findings.map(({ measured }) => Object.values(measured)[0])).toEqual([
    "verifier",
    "ingress attendance query",
  ]);
});

it("names something else in the place of ingress", async () => {
  using _ready = answers("/readyz", 200);
  using _webhook = answers("/livekit/webhook", 404);
  const findings = await examine(services, { serviceUrls: { ingress: stand.url } });
  expect(told(findings)).toContain("problem ingress_answers_otherwise");
});

it.each([
  [200, '{"meetings":[],"cursor":null}', "ok query_answers"],
  [200, "<html>", "problem query_fails"],
  [401, "{}", "problem query_refuses_key"],
  [503, "{}", "problem query_fails"],
])("a query that answers %i %s: %s", async (status, body, expected) => {
  using _ = answers("/api/meetings", status, body);
  expect(told(await examine(query, { livekit, serviceUrls: { query: stand.url } }))).toEqual([expected]);
});
