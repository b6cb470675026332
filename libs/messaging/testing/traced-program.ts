import { consumers } from "@rollcall/contracts";
import { runService } from "@rollcall/runtime";
import { inTrace, shutdownTelemetry, withSpan } from "@rollcall/telemetry";
import { z } from "zod";
import { consumeBatches, notify, openBus, publish, subscribe } from "../src/index.ts";

/** A program for the test of traces: publishes two webhooks, fails the first delivery, tells of a change; and a third one that always fails. */
await runService("traced", z.object({ NATS_URL: z.string() }), async ({ config, log, app }) => {
  app.defer(shutdownTelemetry);
  const bus = app.use(await openBus({ url: config.NATS_URL, name: "traced", log }));
  app.use(subscribe(bus, "changed.>", ({ trace }) => inTrace(trace, () => log.info("program.heard"))));
  for (const id of ["EV_1", "EV_2"]) {
    await withSpan("ask livekit", { parent: "none" }, () =>
      publish(bus, { subject: "evidence.webhook.participant_left", id, body: id }),
    );
  }
  await withSpan("sweep rooms", { parent: "none" }, () =>
    publish(bus, { subject: "evidence.webhook.unknown", id: "EV_poison", body: "poison" }),
  );
  const { stream, durable } = consumers.attendance;
  const backoff = { awayMs: [10], failedMs: [10, 10, 10] };
  app.use(
    await consumeBatches(bus, { stream, durable, backoff }, async (batch) => {
      if (batch.some(({ deliveries }) => deliveries === 1))
        return batch.map(() => ({ is: "reject", why: "schema_invalid" }));
      await withSpan("write documents", {}, () => {});
      for (const { id, trace } of batch)
        if (id !== "EV_poison") await inTrace(trace, () => notify(bus, "changed.0123456789abcdef", {}));
      return batch.map(({ id }) =>
        id === "EV_poison" ? { is: "reject", why: "schema_invalid" } : { is: "done" },
      );
    }),
  );
});
