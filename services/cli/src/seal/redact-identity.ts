import { z } from "zod";
import type { SealedReport } from "./sealed-file.ts";
import { isReadable, redacted, type SealedPart } from "./sealed-part.ts";

const speaks = z.looseObject({
  identity: z.string().optional(),
  /** A part about somebody lists the evidence that it rests on; a part about evidence has its id. */
  evidence: z.array(z.string()).default([]),
  id: z.string().optional(),
});

/**
 * Takes out what the report says of one person, and the evidence that speaks of nobody else; hashes stay, so the
 * report still checks. Needs no key. Gives null when it says nothing of the person.
 */
export function redactIdentity({ parts, seal }: SealedReport, identity: string): SealedReport | null {
  const own = parts.filter((part) => saidIn(part).identity === identity);
  if (own.length === 0) return null;
  const others = parts.filter((part) => !own.includes(part));
  const stillNeeded = new Set(others.flatMap((part) => saidIn(part).evidence));
  const goes = new Set(own.flatMap((part) => saidIn(part).evidence).filter((id) => !stillNeeded.has(id)));
  const isGone = (part: SealedPart): boolean => own.includes(part) || goes.has(evidenceIdOf(part));
  return { parts: parts.map((part) => (isGone(part) ? redacted(part) : part)), seal };
}

const saidIn = (part: SealedPart) => speaks.parse(isReadable(part) ? part.clear : {});

const evidenceIdOf = (part: SealedPart): string =>
  part.part.startsWith("evidence ") ? (saidIn(part).id ?? "") : "";
