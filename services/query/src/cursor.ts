import type { Position } from "@rollcall/reading";
import { z } from "zod";

const cursorSchema = z.tuple([z.number(), z.string().max(400)]);

/** A position as text that means nothing to others. */
export const cursorOf = ({ startedAt, id }: Position): string =>
  Buffer.from(JSON.stringify([startedAt, id])).toString("base64url");

/** The position in a cursor; null when it is none of ours. */
export function positionOf(cursor: string): Position | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return parsed.success ? { startedAt: parsed.data[0], id: parsed.data[1] } : null;
  } catch {
    return null;
  }
}
