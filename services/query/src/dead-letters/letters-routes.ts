import { CodedError, lettersActionSchema, type LettersAction } from "@rollcall/contracts";
import { Router, type Request, type RequestHandler } from "express";
import { markAdmitted } from "../http/log-requests.ts";
import { authorizationOf, readBearer, type TokenReader } from "../http/read-bearer.ts";
import { readJson } from "../http/read-json.ts";
import { readParameters } from "../http/read-parameters.ts";
import { letterNumberRequest, lettersListRequest, nothingRequest } from "../requests.ts";
import type { Bearer } from "../viewer.ts";
import type { DeadLetters } from "./ask-letters.ts";

export interface LettersTools {
  readonly readToken: TokenReader;
  readonly letters: DeadLetters;
  /** Throws `too_many_requests`. */
  readonly limitHolder: (viewer: Bearer) => void;
}

/** Dead letters, for those who run the installation. The two POSTs are the only routes that change anything. */
export function lettersRoutes({ readToken, letters, limitHolder }: LettersTools): Router {
  const router = Router();
  const readerOf = (request: Request) => {
    const reader = readBearer(readToken, authorizationOf(request));
    limitHolder(reader);
    requireReader(reader);
    if (request.res !== undefined) markAdmitted(request.res);
    return reader;
  };
  const onlyChangers: RequestHandler = (request, _response, next) => {
    if (!mayChange(readerOf(request))) throw new CodedError("forbidden");
    next();
  };
  const list = answering(async (request) => {
    const reader = readerOf(request);
    const answer = await letters.list(readParameters(lettersListRequest, request.query));
    return { ...answer, mayChange: mayChange(reader) };
  });
  const show = answering((request) => {
    readerOf(request);
    readParameters(nothingRequest, request.query);
    return letters.show(readParameters(letterNumberRequest, request.params).number);
  });
  const acting = (act: (action: LettersAction) => Promise<unknown>) =>
    answering((request) => {
      readParameters(nothingRequest, request.query);
      return act(readParameters(lettersActionSchema, request.body));
    });
  router.get("/api/dead-letters", list);
  router.get("/api/dead-letters/:number", show);
  router.post("/api/dead-letters/redrive", onlyChangers, readJson(), acting(letters.redrive));
  router.post("/api/dead-letters/drop", onlyChangers, readJson(), acting(letters.drop));
  return router;
}

const answering =
  (answer: (request: Request) => Promise<unknown>): RequestHandler =>
  async (request, response) => {
    response.json(await answer(request));
  };

/** Letters hold everybody's names, so reading them takes what reading every room takes. */
function requireReader({ mayListRooms }: Bearer): void {
  if (!mayListRooms) throw new CodedError("forbidden");
}

const mayChange = ({ mayListRooms, mayCreateRooms }: Bearer): boolean => mayListRooms && mayCreateRooms;
