import { compareText, type Instant } from "@rollcall/domain";
import type { RecentStarts, Start } from "./port.ts";

/** A room with a thousand stays must not cost a walk through all of them when few rooms are wanted. */
const mostEntries = 20_000;

/** The latest start of each room in `entries`, which come newest first; stops when `limit` rooms are known. */
export async function latestPerRoom(
  entries: AsyncIterable<Start> | Iterable<Start>,
  limit: number,
): Promise<RecentStarts> {
  const latest = new Map<string, Start>();
  let reached: Instant | null = null;
  let walked = 0;
  for await (const entry of entries) {
    if (reached !== null && entry.at < reached) return { starts: [...latest.values()], reached };
    if (!latest.has(entry.room)) latest.set(entry.room, entry);
    walked += 1;
    if (reached === null && (latest.size >= limit || walked >= mostEntries)) reached = entry.at;
  }
  return { starts: [...latest.values()], reached: null };
}

/** Two walks as one: complete only as far back as both are. */
export function mergeStarts(a: RecentStarts, b: RecentStarts): RecentStarts {
  const reached =
    a.reached === null && b.reached === null
      ? null
      : Math.max(a.reached ?? -Infinity, b.reached ?? -Infinity);
  const starts = [...a.starts, ...b.starts].filter(({ at }) => at >= (reached ?? -Infinity));
  const latest = Map.groupBy(starts, ({ room }) => room);
  return {
    starts: [...latest]
      .map(([room, own]) => ({ room, at: Math.max(...own.map(({ at }) => at)) }))
      .toSorted(newestFirst),
    reached,
  };
}

export const newestFirst = (a: Start, b: Start): number => b.at - a.at || compareText(a.room, b.room);
