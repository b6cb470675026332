import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Truth } from "./lesson.ts";

const meetingsSchema = z.looseObject({ meetings: z.array(z.looseObject({ id: z.string() })) });
const meetingSchema = z.looseObject({
  live: z.boolean(),
  attendees: z.array(
    z.looseObject({
      identity: z.string(),
      name: z.string(),
      attended: z.object({
        minimumSeconds: z.number(),
        creditedSeconds: z.number(),
        maximumSeconds: z.number(),
      }),
      stays: z.array(
        z.looseObject({ end: z.looseObject({ how: z.string(), reason: z.string() }).nullable() }),
      ),
    }),
  ),
});

/** Waits until the room's newest meeting has ended in the record, and sets it beside the truth, as a table. */
export async function compare(queryUrl: string, token: string, room: string, truth: Truth): Promise<string> {
  const meeting = await endedMeeting(queryUrl, token, room);
  const rows = meeting.attendees.map(({ identity, name, attended, stays }) => [
    name,
    seconds(trueSeconds(truth, identity)),
    seconds(attended.creditedSeconds),
    `${seconds(attended.minimumSeconds)} .. ${seconds(attended.maximumSeconds)}`,
    stays.map(({ end }) => end?.reason ?? "open").join(", "),
  ]);
  return table([["", "truth", "credited", "bounds", "stays ended by"], ...rows]);
}

async function endedMeeting(queryUrl: string, token: string, room: string) {
  const get = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(new URL(path, queryUrl), { headers, signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
    return answer.json();
  };
  for (let tries = 0; ; tries += 1) {
    const { meetings } = meetingsSchema.parse(await get(`/api/meetings?room=${encodeURIComponent(room)}`));
    const found = meetings[0] && meetingSchema.parse(await get(`/api/meetings/${meetings[0].id}`));
    if (found?.live === false) return found;
    if (tries === 150) throw new Error(`${room} has not ended in the record after 150 s`);
    await delay(1_000);
  }
}

const trueSeconds = (truth: Truth, identity: string): number =>
  (truth.get(identity) ?? []).reduce((sum, { from, to }) => sum + (to - from), 0) / 1_000;

const seconds = (value: number): string => `${value.toFixed(1)} s`;

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("   ")}`.trimEnd())
    .join("\n");
}
