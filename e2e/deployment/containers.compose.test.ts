import { setTimeout as stayFor } from "node:timers/promises";
import { eventually, join, type LiveKitAccess } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { openReader, type Reader } from "../world/reader.ts";
import { openCompose, type Compose } from "./compose.ts";

const started = ["ingress", "attendance", "verifier", "query", "livekit", "jaeger"];
const settings = "deploy/compose/src/settings/main.ts";
const keySchema = z.object({ apiKey: z.string(), apiSecret: z.string() });

let compose: Compose;
let access: LiveKitAccess;
let reader: Reader;

const readKey = async () =>
  keySchema.parse(JSON.parse(await compose.run("run", "--rm", "--no-deps", "settings", settings, "key")));

beforeAll(async () => {
  compose = await openCompose(process.env["ROLLCALL_COMPOSE"] ?? "docker compose");
  await compose.run("build", "--quiet");
  await compose.run("up", "--detach", "--wait", ...started);
  const key = await readKey();
  access = { url: compose.livekitUrl, ...key };
  reader = await openReader(compose.queryUrl, key);
});
afterAll(() => compose[Symbol.asyncDispose]());

it("records a lesson of real participants, and serves the report and the page", async () => {
  await using teacher = await join(access, "algebra-7", "teacher", { name: "Ms Moss" });
  await using alice = await join(access, "algebra-7", "alice", { name: "Alice" });
  await stayFor(4_000);
  const leftAt = await alice.leave();
  await teacher.leave();
  const truth = (leftAt - alice.joining.connectedAt) / 1_000;
  const attendee = await eventually(
    async () => {
      const found = await reader.attendeeIn("algebra-7", "alice");
      expect(found).toMatchObject({ name: "Alice", state: "absent", stays: [{ end: { how: "left" } }] });
      return found;
    },
    { withinMs: 30_000 },
  );
  expect(attendee.stays[0]?.sid).toBe(alice.sid);
  expect(Math.abs(attendee.attended.creditedSeconds - truth)).toBeLessThan(2);
  const page = await fetch(compose.queryUrl);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("/assets/page-")]);
});

it("has LiveKit looked at", async () => {
  await using _bob = await join(access, "looked at", "bob");
  await eventually(
    async () => {
      const { stays } = await reader.attendeeIn("looked at", "bob");
      const seenUntil = Date.parse(stays[0]?.seenUntil ?? "");
      expect(seenUntil).toBeGreaterThan(Date.parse(stays[0]?.start.at ?? "") + 5_000);
    },
    { withinMs: 90_000, everyMs: 500 },
  );
});

const tracesSchema = z.object({
  data: z.array(
    z.object({
      spans: z.array(z.object({ operationName: z.string(), processID: z.string() })),
      processes: z.record(z.string(), z.object({ serviceName: z.string() })),
    }),
  ),
});

it("shows one trace from a webhook to the written record in Jaeger", async () => {
  const query = "service=ingress&limit=100&lookback=1h";
  await eventually(
    async () => {
      const answer = await fetch(`${compose.jaegerUrl}/api/traces?${query}`);
      const { data } = tracesSchema.parse(await answer.json());
      const whole = data.map(({ spans, processes }) =>
        spans.map(({ operationName, processID }) => `${processes[processID]?.serviceName}: ${operationName}`),
      );
      expect(whole).toContainEqual(
        expect.arrayContaining([
          "ingress: POST /livekit/webhook",
          expect.stringMatching(/^ingress: publish evidence\.webhook/),
          expect.stringMatching(/^attendance: process evidence\.webhook/),
          "attendance: fold evidence",
          "attendance: write documents",
        ]),
      );
    },
    { withinMs: 60_000, everyMs: 1_000 },
  );
});

it("keeps programs without rights in file systems that cannot be written", async () => {
  const probe = `const fs = require("node:fs"); const uid = process.getuid();
    try { fs.writeFileSync("services/x", ""); } catch ({ code }) { console.log(JSON.stringify({ uid, code })); }`;
  for (const service of ["ingress", "attendance", "verifier", "query"]) {
    const output = await compose.run("exec", "--no-TTY", service, "node", "-e", probe);
    expect(JSON.parse(output)).toEqual({ uid: 1000, code: "EROFS" });
  }
});

it("has the operator's command, which finds nothing wrong with NATS, MongoDB and the streams", async () => {
  const where = ["--attendance", "http://attendance:8082", "--verifier", "http://verifier:8083"];
  const json = await compose.run(
    "run",
    "--rm",
    "--no-deps",
    "--no-TTY",
    "rollcall",
    "doctor",
    "--json",
    ...where,
  );
  const finding = z.looseObject({ level: z.string() });
  const { checks } = z
    .object({ checks: z.array(z.object({ findings: z.array(finding) })) })
    .parse(JSON.parse(json));
  expect(checks.flatMap(({ findings }) => findings).filter(({ level }) => level === "problem")).toEqual([]);
});

it("keeps key and record when everything is removed and started again", async () => {
  const before = await reader.attendeeIn("algebra-7", "alice");
  await compose.run("down", "--timeout", "15");
  await compose.run("up", "--detach", "--wait", ...started);
  expect(await readKey()).toEqual({ apiKey: access.apiKey, apiSecret: access.apiSecret });
  expect(await reader.attendeeIn("algebra-7", "alice")).toEqual(before);
});
