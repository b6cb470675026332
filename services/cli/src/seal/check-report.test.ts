import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lessonKey, sealLesson } from "../../testing/sealed-lesson.ts";
import { checkReport, type Problem } from "./check-report.ts";
import { redactIdentity } from "./redact-identity.ts";
import { publicHexOf, signSeal } from "./seal-line.ts";
import { sealedText, type SealedReport } from "./sealed-file.ts";
import { isReadable } from "./sealed-part.ts";

const intact = sealLesson();
const bytesOf = (report: SealedReport) => Buffer.from(sealedText(report));
const problemsOf = (report: SealedReport): readonly Problem[] => checkReport(bytesOf(report)).problems;

function withoutBob(): SealedReport {
  const report = redactIdentity(intact, "bob");
  if (report === null) throw new Error("Bob is not in it.");
  return report;
}

/** The report with one part changed as a forger would who cannot sign. */
const changed = (index: number, change: (part: SealedReport["parts"][number]) => object): SealedReport => ({
  ...intact,
  parts: intact.parts.map((part, place) =>
    place === index ? Object.assign({ ...part }, change(part)) : part,
  ),
});

describe("a sealed report", () => {
  it("is one JSON document that checks by itself", () => {
    expect(JSON.parse(sealedText(intact))).toMatchObject({ format: "rollcall-seal", parts: { length: 7 } });
    expect(checkReport(bytesOf(intact), publicHexOf(lessonKey)).problems).toEqual([]);
  });

  it("names the person whose minutes were changed", () => {
    const forged = changed(2, () => ({ clear: { identity: "bob", attended: { creditedSeconds: 2_700 } } }));
    expect(problemsOf(forged)).toEqual([
      { where: "person 2 (bob)", line: 4, what: "does not say what was sealed" },
    ]);
  });

  it("names a part that was left out, by the one that does not follow any more", () => {
    const shorter = { ...intact, parts: intact.parts.filter(({ part }) => part !== "person 1") };
    expect(problemsOf(shorter)).toMatchObject([
      { where: "person 2 (bob)", what: "does not fit the chain" },
      { where: "seal", what: "was put on 7 parts, and there are 6" },
    ]);
  });

  it("names the seal when somebody chains other parts under it", () => {
    const forged = sealLesson([{ part: "meeting", clear: { id: "RM_algebra", people: 0 } }]);
    const seal = { ...intact.seal, count: 1 };
    expect(problemsOf({ ...forged, seal })).toMatchObject([
      { where: "seal", what: "is not on this chain" },
      { where: "seal", what: "has a signature that does not fit" },
    ]);
  });

  it("tells a report that somebody else sealed anew, when the right key is given", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const forged = { ...intact, seal: signSeal(intact.seal, privateKey) };
    expect(problemsOf(forged)).toEqual([]);
    expect(checkReport(bytesOf(forged), publicHexOf(lessonKey)).problems).toMatchObject([{ where: "seal" }]);
  });
});

it("checks a large report as fast as a small one, part for part", { timeout: 60_000 }, () => {
  const many = Array.from({ length: 10_000 }, (_, n) => ({
    part: `evidence ${n + 1}`,
    clear: { id: `EV_${n}` },
  }));
  expect(problemsOf(sealLesson(many))).toEqual([]);
});

it("knows a file that is no sealed report from one that was changed", () => {
  for (const other of ["", "\n", "root:x:0:0\nbin:x:1:1\n", '{"meetings":[]}']) {
    expect(checkReport(Buffer.from(other))).toMatchObject({ isReport: false, report: null });
  }
  expect(checkReport(bytesOf(intact).subarray(100)).isReport).toBe(true);
  expect(checkReport(bytesOf(intact).subarray(0, 100)).isReport).toBe(true);
});

describe("a report from which one person was taken out", () => {
  it("says nothing of them any more, and still checks under the same seal", () => {
    const text = sealedText(withoutBob());
    expect(text).not.toMatch(/bob/i);
    expect(problemsOf(withoutBob())).toEqual([]);
    expect(withoutBob().seal).toEqual(intact.seal);
  });

  it("keeps what others rest on, and keeps no salt by which a guess could be tried", () => {
    const gone = withoutBob().parts.filter((part) => !isReadable(part));
    expect(gone.map(({ part }) => part)).toEqual(["person 2", "evidence 3"]);
    expect(gone.every((part) => Object.keys(part).toSorted().join() === "digest,link,part")).toBe(true);
  });

  it("may lose everybody, one after the other", () => {
    const nobody = redactIdentity(withoutBob(), "alice");
    expect(nobody && problemsOf(nobody)).toEqual([]);
    expect(nobody && sealedText(nobody)).not.toMatch(/alice|SN_1/);
  });

  it("is the same when the report says nothing of the person", () => {
    expect(redactIdentity(intact, "zoe")).toBeNull();
  });
});

const lineOf = (bytes: Buffer, position: number): number =>
  bytes.subarray(0, position).toString("latin1").split("\n").length;

it.for([
  ["as it was sealed", bytesOf(intact)],
  ["without Bob", bytesOf(withoutBob())],
] as const)("law: one changed byte is found, and its line named (%s)", { timeout: 60_000 }, ([, bytes]) => {
  const position = fc.nat({ max: bytes.length - 1 });
  const change = fc.integer({ min: 1, max: 255 });
  fc.assert(
    fc.property(position, change, (at, difference) => {
      const forged = Buffer.from(bytes);
      forged[at] = (forged[at] ?? 0) ^ difference;
      const { problems, report } = checkReport(forged);
      expect(report).toBeNull();
      expect(problems.map(({ line }) => line)).toContain(lineOf(bytes, at));
    }),
    { numRuns: 2_000, seed: 4_711 },
  );
});

it("law: bytes that are cut off, put in or doubled are found", { timeout: 60_000 }, () => {
  const bytes = bytesOf(intact);
  const span = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 400 }));
  fc.assert(
    fc.property(span, fc.constantFrom("cut", "double"), ([from, length], how) => {
      const [head, piece] = [bytes.subarray(0, from), bytes.subarray(from, from + length)];
      const tail = bytes.subarray(from + length);
      const forged = Buffer.concat(how === "cut" ? [head, tail] : [head, piece, piece, tail]);
      expect(checkReport(forged).report).toBeNull();
    }),
    { numRuns: 1_000, seed: 4_711 },
  );
});
