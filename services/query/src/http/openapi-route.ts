import { Router } from "express";
import { openapiDocument } from "../openapi/document.ts";

export function openapiRoute(): Router {
  const router = Router();
  const document = openapiDocument();
  router.get("/api/openapi.json", (_request, response) => {
    response.json(document);
  });
  return router;
}
