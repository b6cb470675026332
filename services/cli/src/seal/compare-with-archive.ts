import { webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import type { StoreReader } from "@rollcall/store";
import { z } from "zod";
import { recordSha256 } from "./report-parts.ts";
import type { SealedReport } from "./sealed-file.ts";
import { isReadable } from "./sealed-part.ts";

const evidencePart = z.looseObject({ id: z.string(), recordSha256: z.string() });

export interface Compared {
  /** As they were sealed. */
  readonly found: number;
  /** Somebody was erased from them since: what they said of others is in the report's chain alone. */
  readonly rewritten: number;
  /** The ids of all others. */
  readonly missing: readonly string[];
}

/** Looks a report's pieces of evidence up in the archive. */
export async function compareWithArchive(
  { parts }: SealedReport,
  store: Pick<StoreReader, "records">,
): Promise<Compared> {
  const sealed = parts
    .filter((part) => isReadable(part) && part.part.startsWith("evidence "))
    .map((part) => evidencePart.parse(isReadable(part) ? part.clear : null));
  const records = await store.records([...new Set(sealed.map(({ id }) => id))]);
  const archived = new Set(records.map(recordSha256));
  const marked = new Set(records.filter(isRewritten).map(({ id }) => id));
  const others = sealed.filter((one) => !archived.has(one.recordSha256)).map(({ id }) => id);
  const missing = others.filter((id) => !marked.has(id));
  return { found: sealed.length - others.length, rewritten: others.length - missing.length, missing };
}

const isRewritten = ({ headers }: EvidenceRecord): boolean => headers[webhookHeaders.rewritten] !== undefined;
