export * from "./builders.ts";
export { chanceFrom, type Chance } from "./chance.ts";
export * from "./claims.ts";
export { simulate, simulatePolled, type History } from "./history.ts";
export type { Climate } from "./make-faults.ts";
export { planOf } from "./make-plan.ts";
export { after, lesson, visit } from "./lesson.ts";
export * from "./meeting-claims.ts";
export { minimise } from "./minimise.ts";
export * from "./people-claims.ts";
export type { Act, Fault, LiveKitSettings, Person, Plan, QueueBounds, Visit } from "./plan.ts";
export type { Poll } from "./poller.ts";
export * from "./prompt-claims.ts";
export {
  readAt,
  readings,
  tellingInstants,
  tellingReadings,
  type Reading,
  type RoomView,
} from "./reading.ts";
export { emptyRecords, record, recordsOf, asValues, sessionsOf, staysOf, type Records } from "./records.ts";
export { trials } from "./trials.ts";
export { isThere, type TrueEnd, type TrueStay } from "./truth.ts";
export type { Delivery } from "./world.ts";
