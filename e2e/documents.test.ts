import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const checkout = new URL("..", import.meta.url);
const documents = globSync("{*.md,{bench,deploy,docs,e2e,libs,services}/**/*.md}", {
  cwd: checkout,
  exclude: (path) => path.includes("node_modules"),
});

/** Places that a document links to, beside itself, and files of the checkout that it names. */
function namedIn(document: string): readonly URL[] {
  const text = readFileSync(new URL(document, checkout), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link = ""]) => link);
  const files = [...text.matchAll(/`((?:bench|deploy|docs|e2e|libs|services)\/[\w./-]+)`/g)].map(
    ([, file = ""]) => file,
  );
  return [
    ...links.map((link) => new URL(link, new URL(document, checkout))),
    ...files.filter((file) => !file.includes("/x.")).map((file) => new URL(file, checkout)),
  ];
}

it.each(documents)("%s names only what exists", (document) => {
  expect(namedIn(document).filter((place) => !existsSync(place))).toEqual([]);
});

it.each(globSync("{libs,services}/*/package.json", { cwd: checkout }))(
  "%s has a short README beside it",
  (path) => {
    const readme = readFileSync(new URL(path.replace("package.json", "README.md"), checkout), "utf8");
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  },
);
