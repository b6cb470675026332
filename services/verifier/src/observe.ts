import type { RoomCheck, SnapshotMessage } from "@rollcall/contracts";
import type { Logger } from "@rollcall/runtime";
import { count, failureName, record, secondsSince, withSpan } from "@rollcall/telemetry";
import type { Swept } from "./sweep.ts";

type Check = (check: RoomCheck) => Promise<SnapshotMessage>;

/** The same check with a span, its metrics, and one log line. */
export const observeCheck =
  (check: Check, log: Logger): Check =>
  (asked) => {
    const startedAt = performance.now();
    const attributes = { "attendance.check.purpose": asked.reason };
    return withSpan("check room", { attributes }, async (span) => {
      try {
        const snapshot = await check(asked);
        const result = snapshot.trouble ?? "good";
        span.set({ "attendance.result": result, "attendance.room.sid": snapshot.roomSid ?? undefined });
        record("checkDuration", secondsSince(startedAt), attributes);
        measure(snapshot, result, asked);
        report(snapshot, result, asked, secondsSince(startedAt), log);
        return snapshot;
      } catch (error) {
        count("checks", { ...attributes, "attendance.result": failureName(error) });
        throw error;
      }
    });
  };

function measure(snapshot: SnapshotMessage, result: string, { reason }: RoomCheck): void {
  const { present, absent, undecided } = snapshot;
  count("checks", { "attendance.check.purpose": reason, "attendance.result": result });
  count("judgements", { "attendance.result": "present" }, present.length);
  count("judgements", { "attendance.result": "undecided" }, undecided.length);
  for (const { why } of absent) count("judgements", { "attendance.result": `absent_${why}` });
  count("contradictions", {}, undecided.filter(({ why }) => why === "contradiction").length);
}

/** Somebody's absence is news; a thousand ordinary looks per half minute are not. */
function report(
  { id, roomSid, present, joining, absent, undecided }: SnapshotMessage,
  result: string,
  { reason }: RoomCheck,
  seconds: number,
  log: Logger,
): void {
  const found = {
    present: present.length,
    joining: joining.length,
    absent: absent.map(({ sid, why }) => ({ sid, why })),
    undecided: undecided.length,
  };
  log[absent.length > 0 ? "info" : "debug"](
    { snapshot: id, roomSid, reason, result, ...found, durationMs: Math.round(seconds * 1000) },
    "room.checked",
  );
}

type Sweep = (sweepId: string) => Promise<Swept>;

/** The same sweep with a span and one log line. */
export const observeSweep =
  (sweep: Sweep, log: Logger): Sweep =>
  (sweepId) => {
    const startedAt = performance.now();
    return withSpan("sweep rooms", {}, async (span) => {
      const swept = await sweep(sweepId);
      const trouble = swept.trouble ?? swept.storeTrouble;
      span.set({ "attendance.result": trouble ?? "good" });
      const durationMs = Math.round(performance.now() - startedAt);
      log[trouble === null ? "debug" : "warn"]({ ...swept, sweepId, durationMs }, "rooms.swept");
      return swept;
    });
  };
