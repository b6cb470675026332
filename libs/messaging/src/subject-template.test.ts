import { roomHash, subjects } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { subjectTemplate } from "./subject-template.ts";

it("leaves out what varies, so that names stay few", () => {
  expect(subjectTemplate(subjects.roomSchedule(roomHash("Algebra"), "soon", 77))).toBe(
    "checks.schedule.room.*.soon.*",
  );
  expect(subjectTemplate(subjects.webhook("participant_left"))).toBe("evidence.webhook.participant_left");
});
