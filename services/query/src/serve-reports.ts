import { endpoints } from "@rollcall/contracts";
import { serveMicro, type Bus } from "@rollcall/messaging";
import { meetingAnswer } from "@rollcall/reading";
import { readParameters } from "./http/read-parameters.ts";
import { reportEvidence, reportMeeting, reportMeetings, reportStatus, type ReportTools } from "./reports.ts";
import { evidenceRequest, meetingRequest, meetingsRequest, statusRequest } from "./requests.ts";
import type { Viewer } from "./viewer.ts";

/** Who may send to our subjects is NATS' own business. */
const trusted: Viewer = { is: "trusted" };

/** Serves the NATS micro service `attendance`: the same parameters and answers as over HTTP, for trusted services. */
export const serveReports = (bus: Bus, tools: ReportTools): Promise<AsyncDisposable> =>
  serveMicro(bus, {
    name: "attendance",
    version: "1.0.0",
    description: "Who was in which LiveKit meeting, when, and for how long",
    endpoints: [
      {
        subject: endpoints.status,
        answer: (body) => reportStatus(tools, trusted, readParameters(statusRequest, body)),
        metadata: { request: "session, identity", answer: "AttendanceStatus" },
      },
      {
        subject: endpoints.meeting,
        answer: async (body) =>
          meetingAnswer(await reportMeeting(tools, trusted, readParameters(meetingRequest, body).id)),
        metadata: { request: "id", answer: "Meeting" },
      },
      {
        subject: endpoints.meetings,
        answer: (body) => reportMeetings(tools, trusted, readParameters(meetingsRequest, body ?? {})),
        metadata: { request: "room?, from?, to?, cursor?", answer: "Meetings" },
      },
      {
        subject: endpoints.evidence,
        answer: (body) => reportEvidence(tools, trusted, readParameters(evidenceRequest, body).sid),
        metadata: { request: "sid", answer: "StayEvidence" },
      },
    ],
  });
