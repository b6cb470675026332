import { meetingAnswer } from "@rollcall/reading";
import { Router, type Request, type RequestHandler, type Response } from "express";
import { meetingCsv } from "../answers/meeting-csv.ts";
import { reportEvidence, reportMeeting, reportMeetings, reportStatus, type ReportTools } from "../reports.ts";
import {
  evidenceRequest,
  meetingRequest,
  meetingsRequest,
  nothingRequest,
  statusRequest,
  timeZoneRequest,
} from "../requests.ts";
import type { Bearer, Viewer } from "../viewer.ts";
import { authorizationOf, readBearer, type TokenReader } from "./read-bearer.ts";
import { markAdmitted } from "./log-requests.ts";
import { readParameters } from "./read-parameters.ts";

export interface ApiTools extends ReportTools {
  readonly readToken: TokenReader;
  /** Throws `too_many_requests`. */
  readonly limitHolder: (viewer: Bearer) => void;
}

/** The routes that answer once. */
export function apiRoutes(tools: ApiTools): Router {
  const router = Router();
  const json = (answer: Answer) => answering(tools, answer, (response, body) => response.json(body));
  router.get(
    "/api/sessions/:session/attendance-status",
    json((viewer, { query, params }) =>
      reportStatus(tools, viewer, readParameters(statusRequest, { ...query, ...params })),
    ),
  );
  router.get(
    "/api/meetings",
    json((viewer, { query }) => reportMeetings(tools, viewer, readParameters(meetingsRequest, query))),
  );
  router.get("/api/meetings/:id.csv", csvRoute(tools));
  router.get(
    "/api/meetings/:id",
    json(async (viewer, { query, params }) => {
      readParameters(nothingRequest, query);
      const { id } = readParameters(meetingRequest, params);
      return meetingAnswer(await reportMeeting(tools, viewer, id));
    }),
  );
  router.get(
    "/api/stays/:sid/evidence",
    json((viewer, { query, params }) => {
      readParameters(nothingRequest, query);
      return reportEvidence(tools, viewer, readParameters(evidenceRequest, params).sid);
    }),
  );
  return router;
}

type Answer<Body = unknown> = (viewer: Viewer, request: Request) => Promise<Body>;

/** Asks for a token before anything else, so that strangers learn nothing from what is refused. */
const answering =
  <Body>(
    { readToken, limitHolder }: ApiTools,
    answer: Answer<Body>,
    send: (response: Response, body: Body) => void,
  ): RequestHandler =>
  async (request, response) => {
    const viewer = readBearer(readToken, authorizationOf(request));
    limitHolder(viewer);
    markAdmitted(response);
    send(response, await answer(viewer, request));
  };

const csvRoute = (tools: ApiTools): RequestHandler =>
  answering(
    tools,
    async (viewer, { query, params }) => {
      const { tz } = readParameters(timeZoneRequest, query);
      const { id } = readParameters(meetingRequest, params);
      const meeting = await reportMeeting(tools, viewer, id);
      return { id: meeting.id, csv: meetingCsv(meeting, tz) };
    },
    (response, { id, csv }) => {
      const name = `attendance-${id.replace(/[^\w@-]/g, "_")}.csv`;
      response.type("text/csv; charset=utf-8").attachment(name).send(csv);
    },
  );
