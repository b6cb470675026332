import {
  firstLine,
  lastLineBegins,
  lastLineEnds,
  partLine,
  sealLine,
  type SealedReport,
} from "./sealed-file.ts";
import { isSignedByItsKey, sealSchema, type Seal } from "./seal-line.ts";
import {
  digestOf,
  firstLink,
  isReadable,
  linkAfter,
  sealedPartSchema,
  type SealedPart,
} from "./sealed-part.ts";
import { counted, isOrAre } from "../counted.ts";

/** A part of the file that is not as it was sealed. */
export interface Problem {
  /** The part's name as far as it can be read, else its line. */
  readonly where: string;
  readonly line: number;
  readonly what: string;
}

export interface Checked {
  /** False for a file in which nothing at all is a sealed report's. */
  readonly isReport: boolean;
  readonly problems: readonly Problem[];
  /** Null unless nothing is wrong. */
  readonly report: SealedReport | null;
}

/** Checks a sealed report by itself; `trusted` is the public key (hex) that must have signed it, if one is given. */
export function checkReport(bytes: Buffer, trusted: string | null = null): Checked {
  const lines = linesOf(bytes);
  const last = lines.length - 1;
  const parts = lines.slice(1, last).map((line, index) => readPart(line, index + 2, index + 2 === last));
  const seal = readSeal(lines[last] ?? Buffer.alloc(0), last + 1);
  const known = parts.flatMap(({ value }) => value ?? []);
  const hasHead = lines[0]?.equals(Buffer.from(firstLine)) === true;
  const problems = [
    ...(hasHead ? [] : [problem("head", 1, "is not a sealed report's")]),
    ...[...parts, seal].flatMap((line) => line.problems),
    ...(known.length === parts.length ? chainProblems(known, seal.value) : []),
    ...(seal.value === null ? [] : sealProblems(seal.value, last + 1, trusted)),
    ...(bytes.at(-1) === lineFeed ? [] : [problem("seal", last + 1, "does not end the file as it should")]),
  ].toSorted((a, b) => a.line - b.line);
  const report = seal.value === null ? null : { parts: known, seal: seal.value };
  const isReport = hasHead || known.length > 0 || seal.value !== null;
  return { isReport, problems, report: problems.length === 0 ? report : null };
}

const lineFeed = 10;

/** Without the empty one behind the last line feed. */
function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let begin = 0;
  for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, begin)) {
    lines.push(bytes.subarray(begin, end));
    begin = end + 1;
  }
  return begin < bytes.length ? [...lines, bytes.subarray(begin)] : lines;
}

interface ReadLine<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

const problem = (where: string, line: number, what: string): Problem => ({ where, line, what });

function readPart(bytes: Buffer, line: number, isLast: boolean): ReadLine<SealedPart> {
  const text = bytes.toString("utf8");
  const parsed = sealedPartSchema.safeParse(parseJson(isLast ? text : text.replace(/,$/, "")));
  const named = /"part":"(?<name>[a-z]+(?: \d+)?)"/.exec(text)?.groups?.["name"] ?? `line ${line}`;
  if (!parsed.success) return { value: null, problems: [problem(named, line, "cannot be read")] };
  const part = parsed.data;
  const where = nameOf(part);
  const isCanonical = Buffer.from(partLine(part, isLast)).equals(bytes);
  const isAsSealed = !isReadable(part) || digestOf(part.salt, part.clear) === part.digest;
  return {
    value: part,
    problems: [
      ...(isAsSealed ? [] : [problem(where, line, "does not say what was sealed")]),
      ...(isAsSealed && !isCanonical ? [problem(where, line, "is not written as it was sealed")] : []),
    ],
  };
}

/** A person's part is named with the identity, where it still has one. */
export function nameOf(part: SealedPart): string {
  if (!isReadable(part)) return part.part;
  const { clear } = part;
  const hasIdentity = typeof clear === "object" && clear !== null && "identity" in clear;
  return hasIdentity ? `${part.part} (${String(clear.identity)})` : part.part;
}

function readSeal(bytes: Buffer, line: number): ReadLine<Seal> {
  const text = bytes.toString("utf8");
  const isFramed = text.startsWith(lastLineBegins) && text.endsWith(lastLineEnds);
  const inner = isFramed ? text.slice(lastLineBegins.length, -lastLineEnds.length) : "";
  const parsed = sealSchema.safeParse(parseJson(inner));
  if (!parsed.success) return { value: null, problems: [problem("seal", line, "cannot be read")] };
  const isCanonical = Buffer.from(sealLine(parsed.data)).equals(bytes);
  return {
    value: parsed.data,
    problems: isCanonical ? [] : [problem("seal", line, "is not written as it was sealed")],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of so many broken parts in a row the chain is still told; more would be tried in vain, each with every part behind. */
const mostLinks = 100;

/**
 * Each link must follow from the one before: as that stands in the file, or as it should be. So one change is told
 * once, where it is, and not again for every part behind it.
 */
function chainProblems(parts: readonly SealedPart[], seal: Seal | null): readonly Problem[] {
  const problems: Problem[] = [];
  let before: readonly string[] = [firstLink];
  for (const [index, part] of parts.entries()) {
    const expected = before.map((link) => linkAfter(link, part.part, part.digest));
    const isFitting = expected.includes(part.link);
    if (!isFitting) problems.push(problem(nameOf(part), index + 2, "does not fit the chain"));
    before = isFitting ? [part.link] : [part.link, ...expected].slice(0, mostLinks);
  }
  if (seal === null) return problems;
  const line = parts.length + 2;
  if (seal.count !== parts.length) {
    const what = `was put on ${counted(seal.count, "part")}, and there ${isOrAre(parts.length)} ${parts.length}`;
    return [...problems, problem("seal", line, what)];
  }
  return before.includes(seal.head) ? problems : [...problems, problem("seal", line, "is not on this chain")];
}

function sealProblems(seal: Seal, line: number, trusted: string | null): readonly Problem[] {
  if (!isSignedByItsKey(seal)) return [problem("seal", line, "has a signature that does not fit")];
  if (trusted === null || trusted === seal.publicKey) return [];
  return [problem("seal", line, `was made with another key, ${seal.publicKey}`)];
}
