import { readFileSync } from "node:fs";
import { z } from "zod";

/** Licences that let anybody use, change and pass on the code, also together with code that stays closed. */
export const permissive = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "Unlicense",
  "Zlib",
] as const;

/** Their manifests name the licence in a form that npm gave up, and does not copy. */
const inOldForm: Readonly<Record<string, string>> = { buildcheck: "MIT", "cpu-features": "MIT", ssh2: "MIT" };

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

/** Of every package of others that runs, not only develops: its name and its licence as SPDX writes it. */
export function licencesIn(lockFile: URL): ReadonlyMap<string, string> {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(lockFile, "utf8")));
  return new Map(
    Object.entries(packages).flatMap(([path, { license, dev, link }]): [string, string][] => {
      const [, name] = /.*node_modules\/(.+)$/.exec(path) ?? [];
      if (name === undefined || dev === true || link === true) return [];
      return [[name, license ?? inOldForm[name] ?? "unknown"]];
    }),
  );
}

/** Whether an SPDX expression asks for nothing that is not permissive: of `A OR B` one is enough, of `A AND B` both count. */
export const isPermissive = (expression: string): boolean =>
  expression
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => (permissive as readonly string[]).includes(one)));

/** `docs/licences.md`. */
export function licencesDocument(licences: ReadonlyMap<string, string>): string {
  const groups = Map.groupBy(licences, ([, licence]) => licence);
  const sections = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, packages]) => {
      const names = packages.map(([name]) => `\`${name}\``).toSorted();
      return `## ${licence}\n\n${names.join(", ")}\n`;
    });
  return `${head}\n${sections.join("\n")}`;
}

const head = `# Licences

Rollcall is under the [Apache License 2.0](../LICENSE). This page lists what it runs on, with the licence that each package names; \`npm run licences\` writes it from \`package-lock.json\`, and a test refuses what is not permissive. What only tests, benchmarks and a start on one machine need is among it; what only developers need is not.
`;
