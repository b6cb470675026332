import type { Collection, Document, Filter } from "mongodb";
import { reaching } from "./mongo-failure.ts";

const pageSize = 1_000;

/** A collection in pages by key, whole or from behind a key on. Each page is a question of its own, so a long read survives a failover. */
export async function* pagesOf<S extends Document>(
  from: Collection<S>,
  behind?: unknown,
): AsyncIterable<readonly S[]> {
  let last = behind;
  for (;;) {
    const filter = (last === undefined ? {} : { _id: { $gt: last } }) as Filter<S>;
    const page = await reaching(() => from.find<S>(filter, { sort: { _id: 1 }, limit: pageSize }).toArray());
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    last = page.at(-1)?.["_id"];
  }
}
