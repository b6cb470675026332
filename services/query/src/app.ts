import type { Page } from "@rollcall/dashboard";
import type { Logger } from "@rollcall/runtime";
import express, { type Express, type Router } from "express";
import { lettersRoutes, type LettersTools } from "./dead-letters/letters-routes.ts";
import { apiRoutes, type ApiTools } from "./http/api-routes.ts";
import { eventsRoute, type EventTools } from "./http/events-route.ts";
import { neverShared, onlyKnownMethods, safeHeaders, unknownPath } from "./http/guards.ts";
import { defaultLimits, limitHolders, shedLoad, type Limits } from "./http/limits.ts";
import { logRequests } from "./http/log-requests.ts";
import { openapiRoute } from "./http/openapi-route.ts";
import { pageRoutes } from "./http/page-routes.ts";
import { answerProblems } from "./http/problem.ts";

export interface AppTools extends Omit<ApiTools & EventTools & LettersTools, "limitHolder"> {
  readonly page: Page;
  readonly health: Router;
  readonly log: Logger;
  readonly limits?: Limits;
}

/** The whole HTTP side, not yet listening. */
export function createApp(tools: AppTools): Express {
  const limits = tools.limits ?? defaultLimits;
  const limited = { ...tools, limitHolder: limitHolders(limits) };
  const app = express();
  app.disable("x-powered-by");
  app.use(logRequests(tools.log), onlyKnownMethods, safeHeaders);
  app.use(tools.health, pageRoutes(tools.page));
  app.use(neverShared, openapiRoute(), eventsRoute(limited));
  app.use(shedLoad(limits), apiRoutes(limited), lettersRoutes(limited), unknownPath);
  app.use(answerProblems((error) => tools.log.error({ err: error }, "request.failed")));
  return app;
}
