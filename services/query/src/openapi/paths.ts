import { lettersPaths } from "./letters-paths.ts";
import { meetingSchema, meetingsSchema, statusSchema, stayEvidenceSchema } from "@rollcall/contracts";
import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import {
  evidenceRequest,
  meetingRequest,
  meetingsRequest,
  roomRequest,
  statusRequest,
  timeZoneRequest,
} from "../requests.ts";
import {
  badRequest,
  crowded,
  forbidden,
  json,
  notFound,
  protectedBy,
  text,
  unavailable,
} from "./responses.ts";

const status: ZodOpenApiOperationObject = {
  operationId: "getAttendanceStatus",
  summary: "Whether somebody is in a room now, and for how long they were in its current or latest meeting",
  description:
    "Rests on evidence of at most 30 s ago, or says otherwise: `verifiedAt` tells, and state `unverified` means that " +
    "LiveKit could not be asked. Somebody who was never in the room is absent, with no time.",
  requestParams: {
    path: statusRequest.pick({ session: true }),
    query: statusRequest.pick({ identity: true }),
  },
  responses: { 200: json(statusSchema, "The status"), ...protectedBy(badRequest, forbidden, unavailable) },
};

const meetings: ZodOpenApiOperationObject = {
  operationId: "listMeetings",
  summary: "Meetings, newest first",
  description: "A page may be short, or empty, although more follows: go on while `cursor` is not null.",
  requestParams: { query: meetingsRequest },
  responses: { 200: json(meetingsSchema, "One page"), ...protectedBy(badRequest, forbidden, unavailable) },
};

const meeting: ZodOpenApiOperationObject = {
  operationId: "getMeeting",
  summary: "One meeting: who, when, for how long",
  requestParams: { path: meetingRequest },
  responses: {
    200: json(meetingSchema, "The meeting"),
    ...protectedBy(badRequest, forbidden, notFound, unavailable),
  },
};

const csv: ZodOpenApiOperationObject = {
  operationId: "getMeetingCsv",
  summary: "One meeting as CSV, one row per person",
  description:
    "UTF-8 with a byte order mark. Cells that a spreadsheet would execute begin with an apostrophe.",
  requestParams: { path: meetingRequest, query: timeZoneRequest },
  responses: {
    200: text("text/csv", "The table"),
    ...protectedBy(badRequest, forbidden, notFound, unavailable),
  },
};

const evidence: ZodOpenApiOperationObject = {
  operationId: "getStayEvidence",
  summary: "Every boundary of a stay beside the evidence that it rests on",
  requestParams: { path: evidenceRequest },
  responses: {
    200: json(stayEvidenceSchema, "The evidence"),
    ...protectedBy(badRequest, forbidden, notFound, unavailable),
  },
};

const events: ZodOpenApiOperationObject = {
  operationId: "watchRoom",
  summary: "The meeting of a room as it changes (server-sent events)",
  description:
    "`event: meeting` carries the whole current meeting (a Meeting, or null when there is none that the token may " +
    "see); `event: paused` carries `{code}`: changes come late or not at all until the next `meeting`. A comment is " +
    "sent every 15 s. Whoever connects again gets the whole again.",
  security: [{ livekitToken: [] }, { livekitTokenInQuery: [] }],
  requestParams: { path: roomRequest },
  responses: { 200: text("text/event-stream", "The stream"), ...protectedBy(badRequest, forbidden, crowded) },
};

const openapi: ZodOpenApiOperationObject = {
  operationId: "getOpenApi",
  summary: "This document",
  security: [],
  responses: { 200: json(z.looseObject({ openapi: z.string() }), "The document") },
};

/** As routes are registered in `http`, in OpenAPI's notation. */
export const paths: ZodOpenApiPathsObject = {
  "/api/sessions/{session}/attendance-status": { get: status },
  "/api/meetings": { get: meetings },
  "/api/meetings/{id}": { get: meeting },
  "/api/meetings/{id}.csv": { get: csv },
  "/api/stays/{sid}/evidence": { get: evidence },
  "/api/rooms/{room}/events": { get: events },
  ...lettersPaths,
  "/api/openapi.json": { get: openapi },
};
