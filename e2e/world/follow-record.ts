import { setTimeout as pause } from "node:timers/promises";
import { CodedError } from "@rollcall/contracts";
import type { StoreReader } from "@rollcall/store";
import type { WebhookTraffic } from "./webhook-traffic.ts";

/** How far the record is behind what was acknowledged. */
export interface RecordFollower extends AsyncDisposable {
  /** How many stays were waited for, one after the other, each the newest of its moment. */
  seen(): number;
  /** Longest time from a 200 until the stay was in the record with its end, in milliseconds, since the last call. */
  longestWait(): number;
}

const pauseMs = 20;

export function followRecord(store: StoreReader, { finished }: WebhookTraffic): RecordFollower {
  const waits: number[] = [];
  let seen = 0;
  const stopping = new AbortController();
  const follow = async () => {
    let last: string | undefined;
    while (!stopping.signal.aborted) {
      const newest = finished.at(-1);
      if (newest === last || newest === undefined) {
        await pause(pauseMs);
        continue;
      }
      const startedAt = performance.now();
      while (!stopping.signal.aborted && !(await isEnded(store, newest))) await pause(pauseMs);
      waits.push(performance.now() - startedAt);
      seen += 1;
      last = newest;
    }
  };
  const following = follow();
  return {
    seen: () => seen,
    longestWait: () => Math.max(0, ...waits.splice(0)),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await following;
    },
  };
}

/** Not, as long as the database does not answer. */
async function isEnded(store: StoreReader, sid: string): Promise<boolean> {
  try {
    return ((await store.stay(sid))?.endings.length ?? 0) > 0;
  } catch (error) {
    if (error instanceof CodedError && error.code === "store_unavailable") return false;
    throw error;
  }
}

/** Ids of everything that the archive holds. */
export async function idsIn(store: StoreReader): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const page of store.archived()) for (const { id } of page) ids.add(id);
  return ids;
}
