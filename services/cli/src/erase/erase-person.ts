import { consumers, streams, subjects } from "@rollcall/contracts";
import { newestStored, untilHandled, type Bus } from "@rollcall/messaging";
import { sizeOf, type Store } from "@rollcall/store";
import { createProgress } from "../progress.ts";
import { writeFromArchive } from "../rebuild/apply-rebuild.ts";
import type { Terminal } from "../surroundings.ts";
import { eraseInArchive, type ArchivePass } from "./erase-archive.ts";
import { eraseStays } from "./erase-stays.ts";
import { deadStream, eraseInStream, evidenceStream, type EvidenceStream } from "./erase-stream.ts";
import { createRewriting, type Erased } from "./rewriting.ts";

/** Where the person is named, or was: how many documents, records and messages. */
export interface Named {
  readonly stays: number;
  readonly archive: ArchivePass;
  readonly evidence: number;
  readonly letters: number;
}

export interface Erasing extends Erased {
  readonly store: Store;
  readonly bus: Bus;
  readonly terminal: Terminal;
  readonly interruption: AbortSignal;
  /** How long attendance may take to be done with what it has in hand. */
  readonly settleMs: number;
}

/** Whoever is in a room while they are erased is named by every look. */
const mostRounds = 4;

/** Counts, and changes nothing. */
export async function countNamed(erasing: Erasing): Promise<Named> {
  const stays = await erasing.store.staysClaiming(erasing.identity);
  return { stays: stays.length, ...(await pass(erasing, true)) };
}

/**
 * Erases the person everywhere, in rounds, until a whole round finds nothing more. The stays go first, so that nothing
 * brings the name back; the archive last, when attendance is done with all that it had taken before.
 */
export async function erasePerson(
  erasing: Erasing,
): Promise<{ readonly named: Named; readonly isDone: boolean }> {
  const { store, identity, pseudonym } = erasing;
  let named: Named = { stays: 0, archive: nowhere, evidence: 0, letters: 0 };
  let isDone = false;
  let isSettled = true;
  for (let round = 0; round < mostRounds && isSettled && !isDone; round += 1) {
    const stays = await eraseStays(store, { identity, pseudonym });
    const { isSettled: isNowSettled, ...found } = await pass(erasing, false);
    named = sum(named, { stays, ...found });
    isSettled = isNowSettled;
    isDone = isSettled && countOf({ stays, ...found }) === 0;
  }
  const own = (await store.staysClaiming(pseudonym)).map(({ sid }) => sid);
  const { contested } = await writeFromArchive(store, { stays: own, rooms: [], livekit: false });
  return { named, isDone: isDone && sizeOf(contested) === 0 };
}

async function pass(erasing: Erasing, isDryRun: boolean) {
  const { store, bus, identity, pseudonym, terminal, interruption } = erasing;
  const rewriting = createRewriting(store, erasing);
  const inStream = async (stream: EvidenceStream) => {
    const total = (await bus.jsm.streams.info(stream.stream)).state.messages;
    const progress = createProgress(terminal, { what: `NATS ${stream.stream}`, of: "messages", total });
    const options = { identity, pseudonym, rewriting, isDryRun, progress, interruption };
    return eraseInStream(bus, stream, options);
  };
  const evidence = await inStream(evidenceStream);
  const letters = await inStream(deadStream);
  const isSettled = isDryRun || (await untilSettled(erasing));
  const total = await store.archivedCount();
  const progress = createProgress(terminal, { what: "Archive", of: "records", total });
  const archive = await eraseInArchive(store, rewriting, { identity, isDryRun, progress, interruption });
  return { evidence, letters, archive, isSettled };
}

/** What attendance took before the stays were rewritten is archived as it came. */
async function untilSettled({ bus, settleMs }: Erasing): Promise<boolean> {
  const newest = await newestStored(bus, streams.evidence, subjects.allEvidence);
  return untilHandled(bus, consumers.attendance, newest, settleMs);
}

const nowhere: ArchivePass = { webhooks: 0, looks: 0, elsewhere: 0 };

export const countOf = ({ stays, archive, evidence, letters }: Named): number =>
  stays + archive.webhooks + archive.looks + evidence + letters;

const sum = (a: Named, b: Named): Named => ({
  stays: a.stays + b.stays,
  evidence: a.evidence + b.evidence,
  letters: a.letters + b.letters,
  archive: {
    webhooks: a.archive.webhooks + b.archive.webhooks,
    looks: a.archive.looks + b.archive.looks,
    // Every round finds the same.
    elsewhere: b.archive.elsewhere,
  },
});
