import { CodedError, lettersActionSchema, type LettersAction } from "@rollcall/contracts";
import { Router, type Request, type RequestHandler } from "express";
import { authorizationOf, readBearer, type TokenReader } from "../http/read-bearer.ts";
import { readJson } from "../http/read-json.ts";
import { readParameters } from "../http/read-parameters.ts";
import { letterNumberRequest, lettersListRequest, nothingRequest } from "../requests.ts";
import type { Bearer } from "../viewer.ts";
import type { DeadLetters } from "./ask-letters.ts";

export interface LettersTools {
  readonly readToken: TokenReader;
  readonly letters: DeadLetters;
}

/** Dead letters, for those who run the installation. The two POSTs are the only routes that change anything. */
export function lettersRoutes({ readToken, letters }: LettersTools): Router {
  const router = Router();
  const bearerOf = (request: Request) => readBearer(readToken, authorizationOf(request));
  router.get("/api/dead-letters", async (request, response) => {
    const bearer = whoMayRead(bearerOf(request));
    const answer = await letters.list(readParameters(lettersListRequest, request.query));
    response.json({ ...answer, mayChange: mayChange(bearer) });
  });
  router.get("/api/dead-letters/:number", async (request, response) => {
    whoMayRead(bearerOf(request));
    readParameters(nothingRequest, request.query);
    const { number } = readParameters(letterNumberRequest, request.params);
    response.json(await letters.show(number));
  });
  const acting = (act: (action: LettersAction) => Promise<unknown>): RequestHandler[] => [
    (request, _response, next) => {
      if (!mayChange(whoMayRead(bearerOf(request)))) throw new CodedError("forbidden");
      next();
    },
    readJson(),
    async (request, response) => {
      readParameters(nothingRequest, request.query);
      response.json(await act(readParameters(lettersActionSchema, request.body)));
    },
  ];
  router.post("/api/dead-letters/redrive", ...acting(letters.redrive));
  router.post("/api/dead-letters/drop", ...acting(letters.drop));
  return router;
}

/** Letters hold everybody's names, so reading them takes what reading every room takes. */
function whoMayRead(bearer: Bearer): Bearer {
  if (!bearer.mayListRooms) throw new CodedError("forbidden");
  return bearer;
}

const mayChange = ({ mayListRooms, mayCreateRooms }: Bearer): boolean => mayListRooms && mayCreateRooms;
