export { meetingById } from "./find-meeting.ts";
export { afterLook, readLatestMeeting, type LatestMeeting } from "./latest-meeting.ts";
export { listMeetings, type Position } from "./list-meetings.ts";
export { attendedAnswer, meetingAnswer, meetingSummary } from "./meeting-answer.ts";
export { readStay } from "./read-stay.ts";
export type { ReadingTools } from "./reading-tools.ts";
export { stayAnswer } from "./stay-answer.ts";
export { secondsOf, timeText, timeTextOrNull } from "./units.ts";
