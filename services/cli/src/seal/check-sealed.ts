import { rename } from "node:fs/promises";
import { ConfigProblems } from "@rollcall/runtime";
import { z } from "zod";
import type { Surroundings } from "../surroundings.ts";
import { shown } from "../shown.ts";
import { openReading } from "../open-reading.ts";
import { compareWithArchive, type Compared } from "./compare-with-archive.ts";
import { checkReport, type Checked, type Problem } from "./check-report.ts";
import { readGiven, writeNew } from "../given-file.ts";
import { readPublicKey } from "./keys.ts";
import { redactIdentity } from "./redact-identity.ts";
import { sealedText, type SealedReport } from "./sealed-file.ts";
import { isReadable } from "./sealed-part.ts";
import { counted } from "../counted.ts";

export interface CheckOptions {
  readonly key?: string | undefined;
  /** Whether to look the evidence up in the archive too. */
  readonly archive?: boolean | undefined;
}

/** `rollcall check <file>`. Gives the exit code: 0 when all is as it was sealed, 1 when it is not. */
export async function checkSealed(
  path: string,
  { key, archive = false }: CheckOptions,
  { env, stdout }: Pick<Surroundings, "env" | "stdout">,
): Promise<number> {
  const trusted = key === undefined ? null : await readPublicKey(key);
  const { isReport, report, problems } = checkReport(await readGiven(path), trusted);
  const tell = (lines: readonly string[]) => stdout.write(`${lines.join("\n")}\n`);
  if (!isReport) throw new ConfigProblems([`${path} is no sealed report.`]);
  if (report === null) {
    tell(changedLines(problems));
    return 1;
  }
  tell(intactLines(report, trusted !== null));
  if (!archive) return 0;
  await using reading = await openReading({ env });
  const compared = await compareWithArchive(report, reading.store);
  tell(archiveLines(compared));
  return compared.missing.length === 0 ? 0 : 1;
}

const archiveLines = ({ found, rewritten, missing }: Compared): readonly string[] => [
  ...(rewritten === 0
    ? []
    : [
        `${rewritten} of its pieces of evidence ${rewritten === 1 ? "was" : "were"} rewritten since, because somebody was erased: that much rests on the seal alone.`,
      ]),
  `The archive has ${found} of its ${counted(found + rewritten + missing.length, "piece")} of evidence, byte for byte${missing.length === 0 ? "." : "; not these:"}`,
  ...missing.map((id) => `  ${shown(id)}`),
];

export interface RedactOptions {
  readonly out?: string | undefined;
}

/** `rollcall redact <file> <identity>`: in its place, or to another file. Gives the exit code, 0. */
export async function redactSealed(
  path: string,
  identity: string,
  { out }: RedactOptions,
  { stdout }: Pick<Surroundings, "stdout">,
): Promise<number> {
  const report = intactReport(path, checkReport(await readGiven(path)));
  const less = redactIdentity(report, identity);
  if (less === null) throw new ConfigProblems([`${path} says nothing of ${identity}.`]);
  await writeNew(out ?? `${path}.redacting`, sealedText(less));
  if (out === undefined) await rename(`${path}.redacting`, path);
  stdout.write(
    `Took ${counted(countRedacted(less) - countRedacted(report), "part")} out; the hashes stay.\n`,
  );
  return 0;
}

function intactReport(path: string, { report, problems }: Checked): SealedReport {
  if (report !== null) return report;
  throw new ConfigProblems([`${path} is not as it was sealed.`, ...changedLines(problems).slice(1)]);
}

const countRedacted = ({ parts }: SealedReport): number => parts.filter((part) => !isReadable(part)).length;

function intactLines(report: SealedReport, isTrusted: boolean): readonly string[] {
  const { parts, seal } = report;
  return [
    `All ${parts.length} parts${aboutText(report)} are as they were sealed at ${seal.sealedAt}.`,
    ...goneLines(report),
    isTrusted
      ? `The seal was made with the key given.`
      : `The seal was made with the key ${seal.publicKey}. Whether that is the right one, only --key can tell.`,
  ];
}

const meetingPart = z.looseObject({
  part: z.literal("meeting"),
  clear: z.looseObject({ id: z.string(), room: z.string() }),
});

function aboutText({ parts }: SealedReport): string {
  const [meeting] = parts.flatMap((part) => meetingPart.safeParse(part).data ?? []);
  return meeting === undefined
    ? ""
    : ` of the report on ${shown(meeting.clear.room)} (${shown(meeting.clear.id)})`;
}

const goneTold = 10;

function goneLines({ parts }: SealedReport): readonly string[] {
  const gone = parts.filter((part) => !isReadable(part)).map(({ part }) => shown(part));
  if (gone.length === 0) return [];
  const names = [...gone.slice(0, goneTold), ...(gone.length > goneTold ? ["…"] : [])].join(", ");
  return [
    gone.length === 1
      ? `1 of them was taken out since, and its hash still fits: ${names}.`
      : `${gone.length} of them were taken out since, and their hashes still fit: ${names}.`,
  ];
}

/** Whoever changed all of a large report is told so by its first lines. */
const problemsTold = 20;

const changedLines = (problems: readonly Problem[]): readonly string[] => [
  "This is not as it was sealed:",
  ...problems.slice(0, problemsTold).map((one) => `  ${problemText(one)}`),
  ...(problems.length > problemsTold ? [`  and ${problems.length - problemsTold} more`] : []),
];

const problemText = ({ where, line, what }: Problem): string => `line ${line}: ${shown(where)} ${what}`;
