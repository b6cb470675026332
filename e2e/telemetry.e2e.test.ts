import { serviceNames } from "@rollcall/local";
import { sendWebhook } from "@rollcall/livekit/testing";
import { eventually } from "@rollcall/testkit";
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from "@rollcall/telemetry/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { edges, metrics } from "./signals.ts";
import { openWorld, type World } from "./world/world.ts";

let otlp: OtlpReceiver;
let world: World;
beforeAll(async () => {
  otlp = await startOtlpReceiver();
  world = await openWorld({ env: otlp.env });
}, 600_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await otlp[Symbol.asyncDispose]();
});

const nameOf = (span: ReceivedSpan) => `${span.service} ${span.name}`;

/** The spans that this one follows from, as a child or by a link: of several notices, one reading shows all. */
function ancestors(span: ReceivedSpan): readonly ReceivedSpan[] {
  const causes = [span.parentSpanId, ...span.links.map(({ spanId }) => spanId)];
  const known = otlp.spans.filter(({ spanId }) => causes.includes(spanId));
  return [...known, ...known.flatMap(ancestors)];
}

it("one trace leads from the webhook over JetStream and the fold to the pushed change", async () => {
  const watching = await world.reader.get("/api/rooms/traced/events");
  await using _alice = await world.join("traced", "alice");
  await eventually(
    () => {
      const webhook = otlp.spans.find(({ name }) => name === "publish evidence.webhook.participant_joined");
      const isOfTrace = ({ traceId }: ReceivedSpan) => traceId === webhook?.traceId;
      for (const [service, name, follows] of edges) {
        const found = otlp.spans
          .filter((span) => span.service === service && span.name === name)
          .find((span) => isOfTrace(span) || ancestors(span).some(isOfTrace));
        expect(found, `${service}: ${name}`).toBeDefined();
        if (found === undefined || follows === null) continue;
        expect(ancestors(found).filter(isOfTrace).map(nameOf)).toContain(follows);
      }
    },
    { withinMs: 20_000 },
  );
  await watching.body?.cancel();
});

it("every service reports the metrics that matter", async () => {
  await eventually(
    () => {
      for (const [service, names] of Object.entries(metrics)) {
        const reported = otlp.metrics.filter((metric) => metric.service === service).map(({ name }) => name);
        expect(reported).toEqual(expect.arrayContaining([...names]));
      }
    },
    { withinMs: 60_000 },
  );
});

/** An authentic webhook that attendance cannot read, and requests of strangers, each full of what is to be kept. */
async function provoke({ room, identity }: { readonly room: string; readonly identity: string }) {
  const { ingressUrl, queryUrl } = world.services;
  const webhook = {
    ...{ event: "participant_left", id: "EV_poison", createdAt: "soon" },
    room: { sid: "RM_poison", name: room, metadata: "Hush", turnPassword: "Hush" },
    participant: { sid: "PA_poison", identity, metadata: "Hush", attributes: { Hush: "Hush" } },
  };
  const url = `${ingressUrl}/livekit/webhook`;
  expect((await sendWebhook(url, world.access, webhook)).status).toBe(200);
  expect((await sendWebhook(url, { ...world.access, apiSecret: "Hush" }, webhook)).status).toBe(401);
  const stream = `/api/rooms/${room}/events?access_token=eyJhbGciOi.Hush`;
  expect((await fetch(new URL(stream, queryUrl))).status).toBe(401);
  expect((await world.reader.get(`/api/meetings?${identity}=Hush`)).status).toBe(400);
}

it("no span, metric or log names a person or a room, or holds a token or a secret", async () => {
  const secretive = { room: "room-that-nobody-may-read", identity: "person-that-nobody-may-read" };
  await using person = await world.join(secretive.room, secretive.identity, { name: "Hush Hush" });
  await eventually(async () =>
    expect((await world.reader.statusOf(secretive.room, secretive.identity)).state).toBe("present"),
  );
  await provoke(secretive);
  await person.leave();
  await eventually(() => {
    const finished = otlp.spans.filter(({ name }) => name.endsWith("evidence.webhook.participant_left"));
    expect(finished.length).toBeGreaterThan(1);
    const streams = otlp.spans.filter(({ name }) => name === "GET /api/rooms/:room/events");
    expect(streams.length).toBeGreaterThan(1);
    expect(world.services.output("attendance")).toContain("schema_invalid");
  });
  const told = JSON.stringify([otlp.spans, otlp.metrics, otlp.logs]);
  const printed = serviceNames.map((name) => world.services.output(name)).join("\n");
  for (const text of [told, printed]) {
    expect(text).not.toMatch(/that-nobody-may-read|Hush|eyJ/);
  }
});
