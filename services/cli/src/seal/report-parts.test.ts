import { defaultPolicy, hour } from "@rollcall/domain";
import { readMeeting } from "@rollcall/reading";
import { lesson, nine } from "@rollcall/reading/testing";
import { MemoryStore, storeEvidence } from "@rollcall/store/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { sealLesson } from "../../testing/sealed-lesson.ts";
import { checkReport } from "./check-report.ts";
import { redactIdentity } from "./redact-identity.ts";
import { draftReport, reportParts, type ReportDraft } from "./report-parts.ts";
import { sealedText, type SealedReport } from "./sealed-file.ts";

let draft: ReportDraft;
let report: SealedReport;

beforeAll(async () => {
  const store = new MemoryStore();
  await storeEvidence(store, lesson);
  const tools = { store, now: () => nine + 3 * hour, policy: defaultPolicy };
  const found = await readMeeting(tools, "RM_algebra");
  if (found === null) throw new Error("There was no lesson.");
  draft = draftReport(found);
  report = sealLesson(reportParts(draft, await store.records(draft.evidence)));
});

describe("what a report says", () => {
  it("has a part for everybody in the meeting, also for those who count for nobody", () => {
    expect(draft.people.map(({ clear }) => clear)).toMatchObject([
      { identity: "alice", attended: { creditedSeconds: 2_700 }, stays: [{ stay: { sid: "PA_alice" } }] },
      { identity: "bob", attended: { creditedSeconds: 1_800 } },
      { identity: "EG_rec", attended: null, stays: [], others: [{ category: "other" }] },
    ]);
  });

  it("says what the installation decided, and where nobody could look", () => {
    expect(draft.meeting.clear).toMatchObject({
      ...{ id: "RM_algebra", final: true, people: 2, others: 1, unverified: [] },
      policy: { verifyIntervalSeconds: 30, meetingGapSeconds: 900, countsSip: false },
    });
  });

  it.for([
    ["alice", /alice|Alice Ada/],
    ["bob", /bob/i],
    ["EG_rec", /EG_rec/],
  ] as const)("leaves nothing of %s behind when they are taken out", ([identity, traces]) => {
    expect(sealedText(report)).toMatch(traces);
    const less = redactIdentity(report, identity);
    expect(less && sealedText(less)).not.toMatch(traces);
    expect(less && checkReport(Buffer.from(sealedText(less))).problems).toEqual([]);
  });
});
