import { Router } from "express";
import { within } from "./within.ts";

/** Named questions; a check passes when it answers true within two seconds and does not throw. */
export type HealthChecks = Readonly<Record<string, () => boolean | Promise<boolean>>>;

const checkLimitMs = 2000;

/**
 * `GET /healthz` answers 200 while the process runs its event loop; `GET /readyz` answers 200 when every
 * check passes, else 503 with the names of those that fail.
 */
export function healthRoutes(checks: HealthChecks): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.set("cache-control", "no-store").json({ status: "alive" });
  });
  router.get("/readyz", async (_request, response) => {
    const failing = await failingChecks(checks);
    response.set("cache-control", "no-store");
    if (failing.length === 0) response.json({ status: "ready" });
    else response.status(503).json({ status: "unready", failing });
  });
  return router;
}

async function failingChecks(checks: HealthChecks): Promise<string[]> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const passes = await within(attempt(check), checkLimitMs, false);
      return { name, passes };
    }),
  );
  return results.filter(({ passes }) => !passes).map(({ name }) => name);
}

async function attempt(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
