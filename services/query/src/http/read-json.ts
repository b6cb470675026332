import { CodedError } from "@rollcall/contracts";
import express, { Router, type ErrorRequestHandler, type RequestHandler } from "express";

/** A request names at most fifty numbers. */
const mostBytes = 4_096;

const demandJson: RequestHandler = (request, _response, next) => {
  if (request.is("application/json") === false) throw new CodedError("media_type_unsupported");
  next();
};

/** What Express' parser finds wrong, in our words. */
const refuse: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  if (status === 413) next(new CodedError("body_too_large"));
  else if (status === 415) next(new CodedError("media_type_unsupported"));
  else if (status === 400) next(new CodedError("parameter_invalid", "The body is not JSON"));
  else next(error);
};

/** Reads a small JSON body; throws `media_type_unsupported`, `body_too_large` or `parameter_invalid`. */
export const readJson = (): RequestHandler =>
  Router().use(
    demandJson,
    express.json({ type: "application/json", limit: mostBytes, inflate: false }),
    refuse,
  );
