import type { KeyObject } from "node:crypto";
import type { SealedReport } from "./sealed-file.ts";
import { signSeal } from "./seal-line.ts";
import { digestOf, firstLink, linkAfter, type ReadablePart } from "./sealed-part.ts";

/** What a part is called and says: plain data. */
export interface ClearPart {
  readonly part: string;
  readonly clear: object;
}

export interface Sealing {
  readonly key: KeyObject;
  /** RFC 3339, UTC, milliseconds. */
  readonly sealedAt: string;
  /** 32 random bytes in hexadecimal, new ones at every call. */
  readonly newSalt: () => string;
}

/** Chains the parts in their order and signs the chain's end. */
export function sealReport(clear: readonly ClearPart[], { key, sealedAt, newSalt }: Sealing): SealedReport {
  let link = firstLink;
  const parts: ReadablePart[] = clear.map((one) => {
    const salt = newSalt();
    const digest = digestOf(salt, one.clear);
    link = linkAfter(link, one.part, digest);
    return { ...one, salt, digest, link };
  });
  return { parts, seal: signSeal({ count: parts.length, head: link, sealedAt }, key) };
}
