import type { Page } from "@rollcall/dashboard";
import { Router } from "express";

/** The page at `/`. Names of its assets change with their content, so these may be kept for ever. */
export function pageRoutes(page: Page): Router {
  const router = Router();
  router.get("/", (_request, response) => {
    response.set("cache-control", "no-cache").type("html").send(page.html);
  });
  for (const { path, type, body } of page.assets) {
    router.get(path, (_request, response) => {
      response.set("cache-control", "public, max-age=31536000, immutable").type(type).send(body);
    });
  }
  return router;
}
