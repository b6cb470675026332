import { describe } from "vitest";
import type { Store } from "../src/port.ts";
import { describeArchive } from "./conformance-archive.ts";
import { describeErasing } from "./conformance-erasing.ts";
import { describeReading } from "./conformance-reading.ts";
import { describeStarts } from "./conformance-starts.ts";
import { describeWriting } from "./conformance-writing.ts";

/** Gives the store under test, empty. */
export type OpenEmpty = () => Promise<Store>;

/** What every driver promises. */
export function describeStore(driver: string, open: OpenEmpty): void {
  describe(`the store (${driver})`, () => {
    describeWriting(open);
    describeReading(open);
    describeStarts(open);
    describeArchive(open);
    describeErasing(open);
  });
}
