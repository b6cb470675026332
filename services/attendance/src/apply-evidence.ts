import { CodedError, type EvidenceRecord, type Verdict } from "@rollcall/contracts";
import { touchedBy, type Evidence, type Touched } from "@rollcall/domain";
import type { Logger } from "@rollcall/runtime";
import { sizeOf, touchedByAll, type StoreWriter } from "@rollcall/store";
import { withSpan } from "@rollcall/telemetry";
import { announce, type Announcing } from "./announce.ts";
import { decodeRecord, type Decoded } from "./decode-records.ts";
import { lateEvidence } from "./late-evidence.ts";
import { measure } from "./measure.ts";
import { saveFolded, type Folded } from "./save-folded.ts";

export interface Applying {
  readonly store: StoreWriter;
  readonly announcing: Announcing;
  readonly log: Logger;
}

/**
 * Archives a batch of evidence and folds it into the stored documents; one verdict per record, in order. `done`
 * says that a majority has stored both. A record that nobody understands is archived and rejected, and keeps
 * no other from going through. When the database is away, all are to be tried again.
 */
export async function applyEvidence(
  { store, announcing, log }: Applying,
  records: readonly EvidenceRecord[],
): Promise<readonly Verdict[]> {
  const startedAt = performance.now();
  const decoded = records.map(decodeRecord);
  const evidence = decoded.flatMap((each) => each.evidence ?? []);
  try {
    const folded = await fold(store, decoded, touchedByAll(evidence));
    measure(evidence, folded, announcing.now());
    await announceOrSay(announcing, evidence, folded, log);
    const verdicts = decoded.map((each) => verdictOn(each, folded.contested));
    log.info(summary(verdicts, folded, startedAt), "evidence.applied");
    return verdicts;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return records.map(() => ({ is: "retry", why: error.code }));
  }
}

function fold(store: StoreWriter, decoded: readonly Decoded[], touched: Touched): Promise<Folded> {
  const attributes = {
    "messaging.batch.message_count": decoded.length,
    "attendance.documents.read": sizeOf(touched),
  };
  return withSpan("fold evidence", { attributes }, async () => {
    const [loaded] = await Promise.all([store.load(touched), archive(store, decoded)]);
    const { evidenceFor, replacements } = lateEvidence(decoded);
    const folded = await saveFolded(store, evidenceFor, touched, loaded);
    await store.replace(replacements());
    return folded;
  });
}

/** Done before any document rests on it. */
const archive = (store: StoreWriter, decoded: readonly Decoded[]): Promise<void> =>
  withSpan("archive evidence", { attributes: { "messaging.batch.message_count": decoded.length } }, () =>
    store.archive(decoded.map(({ record }) => record)),
  );

/** The documents are written: what cannot be announced shows at the next sweep, and must not be folded again. */
async function announceOrSay(
  announcing: Announcing,
  evidence: readonly Evidence[],
  { saved }: Folded,
  log: Logger,
): Promise<void> {
  try {
    await withSpan("announce changes", {}, () => announce(announcing, evidence, saved));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    log.warn({ code: error.code, reason: error.message }, "changes.unannounced");
  }
}

const summary = (verdicts: readonly Verdict[], { saved, conflicts }: Folded, startedAt: number) => ({
  messages: verdicts.length,
  rejected: verdicts.filter(({ is }) => is === "reject").length,
  contested: verdicts.filter(({ is }) => is === "retry").length,
  stays: saved.reduce((sum, { stays }) => sum + stays.length, 0),
  rooms: saved.reduce((sum, { rooms }) => sum + rooms.length, 0),
  conflicts,
  durationMs: Math.round(performance.now() - startedAt),
});

function verdictOn({ evidence, rejected }: Decoded, contested: Touched): Verdict {
  if (rejected !== null) return rejected;
  return evidence !== null && meet(touchedBy(evidence), contested)
    ? { is: "retry", why: "write_conflict" }
    : { is: "done" };
}

const meet = (a: Touched, b: Touched): boolean =>
  a.stays.some((sid) => b.stays.includes(sid)) ||
  a.rooms.some((sid) => b.rooms.includes(sid)) ||
  (a.livekit && b.livekit);
