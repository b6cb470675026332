import { createHash } from "node:crypto";
import { canonicalJson } from "@rollcall/store";
import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One line of a sealed report. Its digest covers what it says together with a salt of its own, so that both can be
 * taken out later: nobody can tell from a digest without the salt what was said, and the chain still holds.
 */
export const sealedPartSchema = z.union([
  z.strictObject({ part: z.string(), clear: z.unknown(), salt: hash, digest: hash, link: hash }),
  z.strictObject({ part: z.string(), digest: hash, link: hash }),
]);
export type SealedPart = z.output<typeof sealedPartSchema>;
export type ReadablePart = Extract<SealedPart, { readonly salt: string }>;

export const isReadable = (part: SealedPart): part is ReadablePart => "salt" in part;

export const digestOf = (salt: string, clear: unknown): string => sha256(canonicalJson({ clear, salt }));

/** The chain begins with this and goes on with each part's name and digest. */
export const firstLink = "0".repeat(64);
export const linkAfter = (previous: string, part: string, digest: string): string =>
  sha256(canonicalJson({ digest, part, previous }));

export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

export const redacted = ({ part, digest, link }: SealedPart): SealedPart => ({ part, digest, link });
