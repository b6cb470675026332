import type { StoreReader } from "@rollcall/store";
import { z } from "zod";
import { recordSha256 } from "./report-parts.ts";
import type { SealedReport } from "./sealed-file.ts";
import { isReadable } from "./sealed-part.ts";

const evidencePart = z.looseObject({ id: z.string(), recordSha256: z.string() });

/** How many of a report's pieces of evidence the archive has as they were sealed, and the ids of those it has not. */
export async function compareWithArchive(
  { parts }: SealedReport,
  store: Pick<StoreReader, "records">,
): Promise<{ readonly found: number; readonly missing: readonly string[] }> {
  const sealed = parts
    .filter((part) => isReadable(part) && part.part.startsWith("evidence "))
    .map((part) => evidencePart.parse(isReadable(part) ? part.clear : null));
  const records = await store.records([...new Set(sealed.map(({ id }) => id))]);
  const archived = new Set(records.map(recordSha256));
  const missing = sealed.filter((one) => !archived.has(one.recordSha256)).map(({ id }) => id);
  return { found: sealed.length - missing.length, missing };
}
