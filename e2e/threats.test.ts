import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const checkout = new URL("..", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, checkout), "utf8");

/** The rows of all tables; each has three cells. */
const rows = textOf("docs/threats.md")
  .split("\n")
  .filter((line) => line.startsWith("|") && !/^\| (-|Threat )/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** Titles and the file that they stand in: `"a title", "another" in `a/file.ts`; …`. */
const testsIn = (cell: string) =>
  [...cell.matchAll(/((?:"[^"]+"(?:, )?)+) in `([^`]+)`/g)].map(([, titles = "", file = ""]) => ({
    titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title),
    file,
  }));

describe("every threat has a test that exists", () => {
  it.each(rows.map((cells) => [cells[0], cells]))("%s", (_, cells) => {
    expect(cells).toHaveLength(3);
    const tests = testsIn(cells[2] ?? "");
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, titles } of tests) {
      expect([file, existsSync(new URL(file, checkout))]).toEqual([file, true]);
      const text = textOf(file);
      expect(titles.filter((title) => !text.includes(`"${title}"`))).toEqual([]);
    }
  });
});

it("no package may run a script when it is brought", () => {
  const commands = globSync("{deploy/local/run.sh,deploy/images/Dockerfile,.ci/*}", { cwd: checkout })
    .flatMap((path) => textOf(path).split("\n"))
    .map((line) => line.replace(/(echo|fail) ".*/, ""))
    .filter((line) => /^[^#]*\bnpm"?,? "?(ci|install)\b/.test(line));
  expect(commands.length).toBeGreaterThanOrEqual(4);
  expect(commands.filter((line) => !line.includes("--ignore-scripts"))).toEqual([]);
});
