import type { LetterHead } from "@rollcall/dead-letters";
import type { ReadLetter } from "@rollcall/messaging";
import { shown } from "../shown.ts";

/** How many there are of each reason. */
export function countedText(letters: readonly Pick<LetterHead, "code">[]): string {
  const byCode = [...Map.groupBy(letters, ({ code }) => code)];
  const counts = byCode.toSorted(([, a], [, b]) => b.length - a.length);
  return counts.map(([code, own]) => `${own.length} ${shown(code)}`).join(", ");
}

/** A letter in a list: number, reason, what it was. */
export function headLines(letter: LetterHead): readonly string[] {
  const { number, at, consumer, code, attempts, subject, id, detail } = letter;
  const what = `${consumer}  ${code} after ${attempts} attempts  ${subject}  ${id || "no id"}`;
  const lines = [`  ${number}  ${timeOf(at)}  ${what}`, ...(detail === "" ? [] : [`      ${detail}`])];
  return lines.map(shown);
}

/** All of a letter. Its body is shown as it came; JSON, one value a line. */
export function wholeLines(letter: ReadLetter): readonly string[] {
  const { number, at, consumer, code, attempts, subject, stream, sequence, id, detail, traceId } = letter;
  const rows: readonly (readonly [string, string])[] = [
    ["reason", `${code}, after ${attempts} attempts`],
    ["error", detail || "none was told"],
    ["consumer", consumer],
    ["was", `${subject}, message ${sequence} of ${stream}`],
    ["id", id || "none"],
    ["trace", traceId ?? "none"],
    ...Object.entries(letter.headers).map(([name, value]) => ["header", `${name}: ${value}`] as const),
  ];
  return [
    `Dead letter ${number}, given up at ${timeOf(at)}`,
    ...rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`),
    `  body, ${letter.data.length} bytes:`,
    ...bodyText(letter.data).split("\n"),
  ].map(shown);
}

function bodyText(data: Uint8Array): string {
  const text = new TextDecoder().decode(data);
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

const timeOf = (at: number): string => new Date(at).toISOString();
