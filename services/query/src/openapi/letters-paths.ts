import {
  letterSchema,
  lettersActionSchema,
  lettersChosenSchema,
  lettersDroppedSchema,
  lettersRedrivenSchema,
  lettersSeenSchema,
} from "@rollcall/contracts";
import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { letterNumberRequest, lettersListRequest } from "../requests.ts";
import {
  attendanceAway,
  badRequest,
  forbidden,
  json,
  noJson,
  notFound,
  protectedBy,
  tooLarge,
} from "./responses.ts";

const list: ZodOpenApiOperationObject = {
  operationId: "listDeadLetters",
  summary: "Messages that could not be processed, newest first",
  description: "Needs `roomList`: letters hold what LiveKit sent, and so names.",
  requestParams: { query: lettersListRequest },
  responses: {
    200: json(lettersSeenSchema, "One page"),
    ...protectedBy(badRequest, forbidden, attendanceAway),
  },
};

const show: ZodOpenApiOperationObject = {
  operationId: "getDeadLetter",
  summary: "All of one: reason, error, attempts, what it was, headers, body, trace",
  requestParams: { path: letterNumberRequest },
  responses: {
    200: json(letterSchema, "The letter"),
    ...protectedBy(badRequest, forbidden, notFound, attendanceAway),
  },
};

const acting = protectedBy(badRequest, forbidden, notFound, tooLarge, noJson, attendanceAway);
const requestBody = { required: true, content: { "application/json": { schema: lettersActionSchema } } };

const redrive: ZodOpenApiOperationObject = {
  operationId: "redriveDeadLetters",
  summary: "Send letters once more where they came from",
  description:
    "Needs `roomCreate` besides `roomList`. A letter leaves the dead letters when it is stored, and is one again under a " +
    "new number when it fails. A request takes the 50 oldest of those that are meant and answers within 20 s; `left` " +
    "tells of the others. To do all, take the numbers of a dry run, 50 at a time: what fails again is not among them.",
  requestBody,
  responses: {
    200: json(
      z.union([lettersRedrivenSchema, lettersChosenSchema]),
      "What became of them; or a dry run's answer",
    ),
    ...acting,
  },
};

const drop: ZodOpenApiOperationObject = {
  operationId: "dropDeadLetters",
  summary: "Delete letters for good",
  description:
    "Needs `roomCreate` besides `roomList`. A request takes the 50 oldest of those that are meant.",
  requestBody,
  responses: {
    200: json(z.union([lettersDroppedSchema, lettersChosenSchema]), "How many; or a dry run's answer"),
    ...acting,
  },
};

export const lettersPaths: ZodOpenApiPathsObject = {
  "/api/dead-letters": { get: list },
  "/api/dead-letters/{number}": { get: show },
  "/api/dead-letters/redrive": { post: redrive },
  "/api/dead-letters/drop": { post: drop },
};
