import type { Page } from "@rollcall/dashboard";
import type { Logger } from "@rollcall/runtime";
import express, { type Express, type Router } from "express";
import { apiRoutes, type ApiTools } from "./http/api-routes.ts";
import { eventsRoute, type EventTools } from "./http/events-route.ts";
import { neverShared, onlyReads, safeHeaders, unknownPath } from "./http/guards.ts";
import { logRequests } from "./http/log-requests.ts";
import { openapiRoute } from "./http/openapi-route.ts";
import { pageRoutes } from "./http/page-routes.ts";
import { answerProblems } from "./http/problem.ts";

export interface AppTools extends ApiTools, EventTools {
  readonly page: Page;
  readonly health: Router;
  readonly log: Logger;
}

/** The whole HTTP side, not yet listening. */
export function createApp(tools: AppTools): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(logRequests(tools.log), onlyReads, safeHeaders);
  app.use(tools.health, pageRoutes(tools.page));
  app.use(neverShared, openapiRoute(), eventsRoute(tools), apiRoutes(tools), unknownPath);
  app.use(answerProblems((error) => tools.log.error({ err: error }, "request.failed")));
  return app;
}
