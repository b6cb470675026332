import { healthRoutes, listen, runService } from "@rollcall/runtime";
import express from "express";
import { z } from "zod";
import { count, extractTrace, injectTrace, record, shutdownTelemetry, withSpan } from "../src/index.ts";

/** A service for the tests of the preload: says its port on standard output, works on `/api/rooms/:room/work`. */
await runService("program", z.object({}), async ({ log, app }) => {
  app.defer(shutdownTelemetry);
  const routes = express()
    .use(healthRoutes({}))
    .get("/api/rooms/:room/work", async (_request, response) => {
      const carrier = new Map<string, string>();
      await withSpan("publish evidence.webhook.participant_left", { kind: "producer" }, () =>
        injectTrace(carrier),
      );
      const parent = extractTrace(carrier);
      await withSpan(
        "process evidence.webhook.participant_left",
        { kind: "consumer", parent, links: [parent] },
        () => log.info("evidence.applied"),
      );
      count("webhooks", { "attendance.result": "stored" });
      record("durableAck", 0.003);
      response.end();
    });
  const { port } = app.use(await listen(routes, { port: 0, host: "127.0.0.1" }));
  log.info({ port }, "program.listening");
});
