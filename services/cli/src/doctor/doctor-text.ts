import type { Finding, Level } from "./finding.ts";
import type { CheckResult } from "./run-checks.ts";

const marks: Readonly<Record<Level, string>> = { ok: "✓", warning: "!", problem: "✗", unknown: "?" };
const columns = 110;

/** The findings in aligned lines, and a last line that sums them up. */
export function doctorText(results: readonly CheckResult[]): string {
  const width = Math.max(0, ...results.map(({ name }) => name.length));
  const lines = results.flatMap(({ name, findings }) =>
    findings.flatMap((finding) => linesOf(name.padEnd(width), finding)),
  );
  return [...lines, "", summary(results.flatMap(({ findings }) => findings))].join("\n");
}

function linesOf(name: string, { level, found, effect, change }: Finding): readonly string[] {
  const indent = " ".repeat(name.length + 4);
  const under = (label: string, text: string | null) =>
    text === null ? [] : aligned(`${indent}${label.padEnd(8)}`, text);
  return [
    ...aligned(`${marks[level]} ${name}  `, found),
    ...under("Record:", effect),
    ...under("Change:", change),
  ];
}

/** Text wrapped under the end of its label. */
function aligned(label: string, text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || label.length + last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line, index) => `${index === 0 ? label : " ".repeat(label.length)}${line}`);
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const words = [
    [count("problem"), "problem", "problems"],
    [count("warning"), "warning", "warnings"],
    [count("ok"), "fine", "fine"],
    [count("unknown"), "could not be seen", "could not be seen"],
  ] as const;
  return `${words.map(([number, one, many]) => `${number} ${number === 1 ? one : many}`).join(", ")}.`;
}
