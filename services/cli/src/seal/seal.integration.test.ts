import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lesson } from "@rollcall/reading/testing";
import { testAddresses } from "@rollcall/servers/testing";
import { openTemporaryStore, storeEvidence, type TemporaryStore } from "@rollcall/store/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runRollcall, runUnread } from "../../testing/run-rollcall.ts";

let temporary: TemporaryStore;
let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-seal-"));
  temporary = await openTemporaryStore(testAddresses().mongodbUrl);
  await storeEvidence(temporary.store, lesson);
  const made = [await runRollcall(["seal", "--new-key", file("key.pem")], {}), await seal("report.json")];
  if (made.some(({ code }) => code !== 0)) throw new Error(made.map(({ stderr }) => stderr).join(""));
});

afterAll(async () => {
  await temporary[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function withMongo(...args: readonly string[]) {
  const url = new URL(testAddresses().mongodbUrl);
  url.pathname = temporary.database;
  return runRollcall(args, { MONGODB_URL: url.href });
}

const seal = (out: string) => withMongo("seal", "RM_algebra", "--key", file("key.pem"), "--out", file(out));

/** Without any server. */
const check = (name: string, ...more: readonly string[]) => runRollcall(["check", file(name), ...more], {});

it("seals a meeting's report, people and evidence, in a file that checks without a server", async () => {
  const { code, stdout } = await check("report.json", "--key", file("key.pem.pub"));
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(
      /^All 12 parts of the report on algebra-7 \(RM_algebra\) are .*\nThe seal was made with the key given.\n$/,
    ),
  ]);
  const { parts } = JSON.parse(await readFile(file("report.json"), "utf8"));
  const names = ["meeting", "person 1", "person 2", "person 3", "evidence 1"];
  expect(parts.map(({ part }: { part: string }) => part).slice(0, 5)).toEqual(names);
  expect(parts[2].clear).toMatchObject({ identity: "bob", attended: { creditedSeconds: 1_800 } });
});

it("finds one changed digit, and says whose minutes it was in", async () => {
  const text = await readFile(file("report.json"), "utf8");
  await writeFile(file("forged.json"), text.replace(/"creditedSeconds": ?1800,/, `"creditedSeconds":2800,`));
  const { code, stdout } = await check("forged.json");
  expect(code).toBe(1);
  expect(stdout).toBe(
    "This is not as it was sealed:\n  line 4: person 2 (bob) does not say what was sealed\n",
  );
});

it("refuses a report that was sealed with another key", async () => {
  await runRollcall(["seal", "--new-key", file("other.pem")], {});
  const { code, stdout } = await check("report.json", "--key", file("other.pem.pub"));
  expect([code, stdout]).toEqual([1, expect.stringContaining("seal was made with another key")]);
});

it("lets one person be taken out, and everybody else's report still checks", async () => {
  const args = ["redact", file("report.json"), "bob", "--out", file("redacted.json")];
  expect((await runRollcall(args, {})).stdout).toBe("Took 3 parts out; the hashes stay.\n");
  expect(await readFile(file("redacted.json"), "utf8")).not.toMatch(/bob/i);
  const { code, stdout } = await check("redacted.json", "--key", file("key.pem.pub"));
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/3 of them were taken out since, .*: person 2, evidence \d+, evidence \d+\.\n/),
  ]);
  expect((await runRollcall(args, {})).code).toBe(2);
});

it("keeps the key to its owner, and overwrites neither key nor report", async () => {
  expect((await stat(file("key.pem"))).mode & 0o777).toBe(0o600);
  expect((await runRollcall(["seal", "--new-key", file("key.pem")], {})).stderr).toMatch(/exists already/);
  expect(await seal("report.json")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/exists already/),
  });
});

it("says what is missing", async () => {
  const { code, stderr } = await runRollcall(["seal", "RM_algebra"], {});
  expect([code, stderr]).toEqual([2, "error: a meeting, --key and --out are needed, or --new-key alone\n"]);
  const nowhere = await check("nowhere.json");
  expect([nowhere.code, nowhere.stderr]).toEqual([
    2,
    `${file("nowhere.json")} cannot be read: there is no such file or folder.\n`,
  ]);
  const other = await check("key.pem.pub");
  expect([other.code, other.stderr]).toEqual([2, `${file("key.pem.pub")} is no sealed report.\n`]);
});

it("ends without a word when whoever reads it has gone", async () => {
  expect(await runUnread("check", file("report.json"))).toBe("");
});

it("finds evidence that the archive has not as it was sealed", async () => {
  const before = await withMongo("check", file("report.json"), "--archive");
  expect([before.code, before.stdout]).toEqual([0, expect.stringContaining("has 8 of its 8 pieces")]);
  const evidence = temporary.db.collection("evidence");
  await evidence.updateOne({ "_id.id": "EV_participant_left_PA_bob" }, { $set: { body: "{}" } });
  const after = await withMongo("check", file("report.json"), "--archive");
  expect(after.code).toBe(1);
  expect(after.stdout).toMatch(/has 7 of its 8 pieces.*not these:\n {2}EV_participant_left_PA_bob\n$/);
});
