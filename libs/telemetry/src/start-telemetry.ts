import type { IncomingMessage } from "node:http";
import { basename, dirname } from "node:path";
import { ExpressInstrumentation, ExpressLayerType } from "@opentelemetry/instrumentation-express";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { MongoDBInstrumentation } from "@opentelemetry/instrumentation-mongodb";
import { PinoInstrumentation } from "@opentelemetry/instrumentation-pino";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { startNodeSdk } from "@opentelemetry/sdk-node";
import { register } from "import-in-the-middle/register-hooks.mjs";

const probes = new Set(["/healthz", "/readyz"]);

/** Patches what is imported from now on, starts the SDK as the OTEL_* variables say, leaves it for `shutdownTelemetry`. */
export function startTelemetry({
  program,
  isNamed,
}: {
  readonly program: string;
  readonly isNamed: boolean;
}): void {
  register({ include: ["express", "pino", "mongodb", "http", "https", "node:http", "node:https"] });
  globalThis.rollcallTelemetry = startNodeSdk({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = "" }) => probes.has(url.split("?")[0] ?? ""),
        requestHook: (span, request) => {
          if ("httpVersion" in request) span.setAttributes(withoutNames(request));
        },
      }),
      new ExpressInstrumentation({
        ignoreLayersType: [ExpressLayerType.MIDDLEWARE, ExpressLayerType.ROUTER],
      }),
      new UndiciInstrumentation(),
      new MongoDBInstrumentation(),
      new PinoInstrumentation(),
    ],
    ...(isNamed ? {} : { resourceAttributes: { "service.name": nameOf(program) } }),
  });
}

/** Paths and queries hold names of rooms and people, addresses are personal: the route, an attribute of its own, says enough. */
function withoutNames({ url = "" }: IncomingMessage): Record<string, string> {
  const segments = url.split("?")[0]?.split("/").slice(1) ?? [];
  const shown = segments.length > 2 ? [...segments.slice(0, 2), "…"] : segments;
  return {
    "url.path": `/${shown.join("/")}`,
    "url.query": "",
    "client.address": "",
    "network.peer.address": "",
  };
}

/** `services/ingress/src/main.ts` is `ingress`. */
const nameOf = (program: string) => basename(dirname(dirname(program))) || "rollcall";
