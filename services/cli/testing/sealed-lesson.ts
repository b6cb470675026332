import { generateKeyPairSync } from "node:crypto";
import { sealReport, type ClearPart } from "../src/seal/seal-report.ts";
import type { SealedReport } from "../src/seal/sealed-file.ts";

export const lessonKey = generateKeyPairSync("ed25519").privateKey;

/** Alice and Bob in a lesson: a webhook of each, a look that lists both, the start of the room. */
const lessonParts: readonly ClearPart[] = [
  {
    part: "meeting",
    clear: { id: "RM_algebra", room: "algebra 7 – “été”", people: 2, evidence: ["EV_started"] },
  },
  {
    part: "person 1",
    clear: {
      identity: "alice",
      name: "Álice ✓",
      attended: { creditedSeconds: 2_700.005 },
      evidence: ["EV_alice", "SN_1"],
    },
  },
  {
    part: "person 2",
    clear: {
      identity: "bob",
      name: "Bob",
      attended: { creditedSeconds: 1_800 },
      evidence: ["EV_bob", "SN_1"],
    },
  },
  ...["EV_started", "EV_alice", "EV_bob", "SN_1"].map((id, index) => ({
    part: `evidence ${index + 1}`,
    clear: { id, subject: "evidence.webhook", recordSha256: "ab".repeat(32), bodySha256: null },
  })),
];

export function sealLesson(parts = lessonParts): SealedReport {
  let salts = 0;
  return sealReport(parts, {
    key: lessonKey,
    sealedAt: "2026-03-02T11:00:00.000Z",
    newSalt: () => String((salts += 1)).padStart(64, "0"),
  });
}
