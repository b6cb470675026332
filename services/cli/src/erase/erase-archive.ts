import { subjects, type EvidenceRecord } from "@rollcall/contracts";
import type { StoreReader, StoreWriter } from "@rollcall/store";
import type { Progress } from "../progress.ts";
import type { Rewriting } from "./rewriting.ts";

export interface ArchivePass {
  /** Records that name the person, of webhooks and of looks. */
  readonly webhooks: number;
  readonly looks: number;
  /** Records that hold the same text where no identity stands, such as a room's name. */
  readonly elsewhere: number;
}

export interface PassOptions {
  readonly identity: string;
  readonly isDryRun: boolean;
  readonly progress: Progress;
  /** Ends the pass at the next page. */
  readonly interruption: AbortSignal;
}

/** Goes through the whole archive once, and puts rewritten records in the place of those that name the person. */
export async function eraseInArchive(
  store: Pick<StoreReader, "archived"> & Pick<StoreWriter, "replace">,
  rewriting: Rewriting,
  { identity, isDryRun, progress, interruption }: PassOptions,
): Promise<ArchivePass> {
  const found = { webhooks: 0, looks: 0, elsewhere: 0, read: 0 };
  for await (const page of store.archived()) {
    interruption.throwIfAborted();
    const rewritten = await rewriting(page);
    const replacements = page.flatMap((before, index) => {
      const after = rewritten[index] ?? null;
      return after === null ? [] : [{ before, after }];
    });
    if (!isDryRun) await store.replace(replacements);
    const looks = replacements.filter(({ before }) => isLook(before)).length;
    found.looks += looks;
    found.webhooks += replacements.length - looks;
    found.elsewhere += page.filter((record, index) => isQuoted(rewritten[index] ?? record, identity)).length;
    found.read += page.length;
    progress.tell(found.read);
  }
  progress.end();
  return found;
}

const isLook = ({ subject }: EvidenceRecord): boolean => subject === subjects.snapshot;

const isQuoted = ({ body }: EvidenceRecord, identity: string): boolean =>
  body.includes(JSON.stringify(identity));
