import { canonicalJson } from "@rollcall/store";
import type { SealedPart } from "./sealed-part.ts";
import type { Seal } from "./seal-line.ts";

export interface SealedReport {
  readonly parts: readonly SealedPart[];
  readonly seal: Seal;
}

/** The whole file is one JSON document; each part has a line of its own, so that a broken one can be named. */
export const firstLine = '{"format":"rollcall-seal","version":1,"parts":[';
export const lastLineBegins = '],"seal":';
export const lastLineEnds = "}";

export const partLine = (part: SealedPart, isLast: boolean): string =>
  `${canonicalJson(part)}${isLast ? "" : ","}`;

export const sealLine = (seal: Seal): string => `${lastLineBegins}${canonicalJson(seal)}${lastLineEnds}`;

/** The one way to write a report: canonical JSON, lines ended by a line feed. */
export const sealedText = ({ parts, seal }: SealedReport): string =>
  [
    firstLine,
    ...parts.map((part, index) => partLine(part, index === parts.length - 1)),
    sealLine(seal),
    "",
  ].join("\n");
