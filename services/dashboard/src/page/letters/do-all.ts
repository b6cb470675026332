import { Refusal, type Api } from "../api.ts";
import { add, nothingYet, type Tally } from "./tally.ts";

export type Deed = "redrive" | "drop";

/** As many as the server takes in one request. */
const atOnce = 50;

/**
 * Does it to all of these letters, some at a time, and tells after each request what became of all so far. It ends
 * early when it is told to, and when their service is not done with what was sent: sending more would only pile up.
 * Throws `Refusal`.
 */
export async function* doAll(
  api: Pick<Api, Deed>,
  deed: Deed,
  numbers: readonly number[],
  isStopped: () => boolean,
): AsyncIterable<Tally> {
  let tally = nothingYet;
  for (let from = 0; from < numbers.length && tally.waiting === 0 && !isStopped(); from += atOnce) {
    tally = await doSome(api, deed, numbers.slice(from, from + atOnce), tally);
    yield tally;
  }
}

async function doSome(
  api: Pick<Api, Deed>,
  deed: Deed,
  numbers: readonly number[],
  tally: Tally,
): Promise<Tally> {
  try {
    return add(tally, await api[deed](numbers), numbers.length);
  } catch (error) {
    // Somebody else was faster with all of them.
    if (error instanceof Refusal && error.code === "not_found")
      return { ...tally, gone: tally.gone + numbers.length };
    throw error;
  }
}
