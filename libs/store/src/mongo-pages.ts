import type { Collection, Document, Filter } from "mongodb";
import { reaching } from "./mongo-failure.ts";

const pageSize = 1_000;

/** A whole collection in pages by key. Each page is a question of its own, so a long read survives a failover. */
export async function* pagesOf<S extends Document>(from: Collection<S>): AsyncIterable<readonly S[]> {
  let last: unknown;
  for (;;) {
    const filter = (last === undefined ? {} : { _id: { $gt: last } }) as Filter<S>;
    const page = await reaching(() => from.find<S>(filter, { sort: { _id: 1 }, limit: pageSize }).toArray());
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    last = page.at(-1)?.["_id"];
  }
}
