import { streams } from "@rollcall/contracts";
import { eraseStored, type Bus } from "@rollcall/messaging";

/** Deletes letters for good, one after the other; those that are gone already are fine. Throws `bus_unavailable`. */
export async function* dropLetters(bus: Bus, numbers: readonly number[]): AsyncIterable<number> {
  for (const number of numbers) {
    await eraseStored(bus, streams.dead, number);
    yield number;
  }
}
