import { freePort, startLiveKit } from "@rollcall/servers";
import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { codesAt, examine, type Report } from "./world/doctor.ts";
import { openWorld, type World } from "./world/world.ts";

const intervalMs = 2_000;

let world: World;
let livekitMetrics: string;
beforeAll(async () => {
  const port = await freePort();
  livekitMetrics = `http://127.0.0.1:${port}`;
  world = await openWorld({
    env: { VERIFY_INTERVAL_MS: String(intervalMs) },
    livekit: { extraYaml: `prometheus: { port: ${port} }` },
  });
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

const doctor = (access = world.access): Promise<Report> =>
  examine(world, { access, intervalMs, options: ["--livekit-metrics", livekitMetrics] });

it("finds a whole installation well, follows a webhook through it, and leaves no trace in reports", async () => {
  const report = await doctor();
  expect(codesAt(report, "problem", "warning")).toEqual([]);
  expect(report.exitCode).toBe(0);
  expect(codesAt(report, "ok")).toEqual(
    expect.arrayContaining(["livekit_answers", "webhook_arrives", "verifier_looks", "query_answers"]),
  );
  const arrived = report.findings.find(({ code }) => code === "webhook_arrives");
  const steps = ["receivedMs", "storedMs", "archivedMs", "foldedMs"];
  expect(arrived?.measured).toEqual(Object.fromEntries(steps.map((step) => [step, expect.any(Number)])));
  expect(await (await world.reader.get("/api/meetings")).json()).toEqual({ meetings: [], cursor: null });
});

it("names webhooks that something else swallows, while all the rest is well", async () => {
  using _ = world.webhooks.rule(() => ({ status: 404 }));
  const report = await doctor();
  expect(codesAt(report, "problem")).toEqual(["webhook_missing"]);
  expect(report.exitCode).toBe(1);
});

it("names webhooks that come late, because they are refused at first", async () => {
  let refused = 0;
  using _ = world.webhooks.rule(() => ((refused += 1) <= 2 ? { status: 503 } : "pass"));
  const report = await doctor();
  expect(codesAt(report, "problem", "warning")).toEqual(["webhook_slow"]);
  expect(report.exitCode).toBe(0);
});

it("names a LiveKit whose webhooks are signed with a key that ingress does not know", async () => {
  const other = { apiKey: "other", apiSecret: "another-secret-of-at-least-32-characters" };
  const webhookUrls = [`${world.services.ingressUrl}/livekit/webhook`];
  await using stranger = await startLiveKit({ ...other, webhookUrls });
  const report = await doctor({ ...other, url: stranger.url });
  expect(codesAt(report, "problem")).toEqual(["webhook_missing", "query_refuses_key"]);
  const missing = report.findings.find(({ code }) => code === "webhook_missing");
  expect(missing?.change).toContain("webhook.api_key must be LIVEKIT_API_KEY");
});

it("names webhooks that LiveKit has given up", async () => {
  {
    using _ = world.webhooks.rule(() => "break");
    expect(codesAt(await doctor(), "problem")).toContain("webhook_missing");
    await eventually(
      async () => {
        const metrics = await (await fetch(`${livekitMetrics}/metrics`)).text();
        expect(metrics).toMatch(/livekit_webhook_dispatch_total\{[^}]*status="failure"/);
      },
      { withinMs: 60_000, everyMs: 1_000 },
    );
  }
  expect(codesAt(await doctor(), "problem")).toEqual(["webhooks_dropped"]);
});

it("names a verifier that cannot ask LiveKit, and one that is away", async () => {
  {
    using _ = world.api.rule(({ path }) => (path.includes("RoomService") ? { status: 500 } : "pass"));
    await eventually(async () => expect(codesAt(await doctor(), "problem")).toContain("verifier_troubled"), {
      withinMs: 90_000,
    });
  }
  await world.services.service("verifier").kill();
  await eventually(
    async () =>
      expect(codesAt(await doctor(), "problem")).toEqual(
        expect.arrayContaining(["service_unreachable", "verifier_unavailable", "sweeps_late"]),
      ),
    { withinMs: 60_000 },
  );
  await world.services.service("verifier").restart();
});

it("names an attendance that is away, and what waits for it", async () => {
  await world.services.service("attendance").kill();
  const report = await doctor();
  expect(codesAt(report, "problem")).toEqual(
    expect.arrayContaining(["webhook_not_archived", "service_unreachable", "look_not_archived"]),
  );
  const idle = report.findings.filter(({ code }) => code === "consumer_not_taken");
  expect(idle.map(({ measured }) => measured["consumer"])).toContain("attendance");
  await world.services.service("attendance").restart();
  await eventually(async () => expect(codesAt(await doctor(), "problem")).toEqual(["webhooks_dropped"]), {
    withinMs: 60_000,
  });
});

it("names a NATS that is away, and a MongoDB", async () => {
  await world.nats.kill();
  expect(codesAt(await doctor(), "problem")).toContain("nats_unreachable");
  await world.nats.restart();
  await world.mongo.kill();
  const report = await doctor();
  expect(codesAt(report, "problem")).toContain("mongodb_unreachable");
  expect(codesAt(report, "ok")).toContain("webhook_stored");
  await world.mongo.restart();
});
