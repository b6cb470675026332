import type { LettersRedriven } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { Refusal } from "../api.ts";
import { doAll } from "./do-all.ts";
import { settledIn, type Tally } from "./tally.ts";

const numbers = Array.from({ length: 120 }, (_, n) => n + 1);
const nothing: LettersRedriven = { stored: 0, failed: [], waiting: [], refused: [], gone: [], left: 0 };

/** A server that remembers what it was asked. */
function server(answer: (asked: readonly number[]) => LettersRedriven) {
  const requests: (readonly number[])[] = [];
  const act = (asked: readonly number[]) => {
    requests.push(asked);
    return Promise.resolve(answer(asked));
  };
  const drop = async (asked: readonly number[]) => ({ dropped: (await act(asked)).stored, left: 0 });
  return { requests, redrive: act, drop };
}

async function all(told: AsyncIterable<Tally>): Promise<readonly Tally[]> {
  const tallies: Tally[] = [];
  for await (const tally of told) tallies.push(tally);
  return tallies;
}

it("redrives or drops all, fifty a request, and tells after each how many are settled", async () => {
  for (const deed of ["redrive", "drop"] as const) {
    const api = server((asked) => ({ ...nothing, stored: asked.length }));
    const told = await all(doAll(api, deed, numbers, () => false));
    expect(told.map(settledIn)).toEqual([50, 100, 120]);
    expect(api.requests.flat()).toEqual(numbers);
  }
});

it("sends no more when nobody is done with what was sent", async () => {
  const api = server((asked) => ({ ...nothing, stored: 49, waiting: asked.slice(-1) }));
  expect(await all(doAll(api, "redrive", numbers, () => false))).toMatchObject([{ stored: 49, waiting: 1 }]);
});

it("sends no more when it is told to stop", async () => {
  const api = server((asked) => ({ ...nothing, stored: asked.length }));
  const told = await all(doAll(api, "redrive", numbers, () => api.requests.length === 2));
  expect(told.map(settledIn)).toEqual([50, 100]);
});

it("goes on when somebody else was faster, and not when the server refuses", async () => {
  const gone = server((asked) => {
    if (asked.includes(1)) throw new Refusal("not_found", "");
    return { ...nothing, stored: asked.length };
  });
  expect((await all(doAll(gone, "redrive", numbers, () => false))).at(-1)).toMatchObject({
    ...{ stored: 70, gone: 50 },
  });
  const refusing = server(() => {
    throw new Refusal("forbidden", "");
  });
  await expect(all(doAll(refusing, "redrive", numbers, () => false))).rejects.toMatchObject({
    code: "forbidden",
  });
});
