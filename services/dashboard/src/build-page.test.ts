import { beforeAll, expect, it } from "vitest";
import { buildPage, type Page } from "./build-page.ts";

let page: Page;
beforeAll(async () => void (page = await buildPage()));

it("loads its assets, which are named after their content", async () => {
  expect(page.assets.map(({ path }) => path.replace(/[0-9a-f]{12}/, "*"))).toEqual([
    "/assets/page-*.js",
    "/assets/page-*.css",
    "/assets/icon-*.svg",
  ]);
  for (const { path, body } of page.assets) {
    expect(page.html).toContain(`"${path}"`);
    expect(body.length).toBeGreaterThan(100);
  }
  expect(await buildPage()).toEqual(page);
});

it("holds nothing inline, so that the strictest policy fits", () => {
  expect(page.html).not.toMatch(/<style|style=|\son\w+=|javascript:|\{\w+\}/i);
  expect(page.html.match(/<script/g)).toHaveLength(1);
  expect(page.html).toMatch(/<script type="module" src="[^"]+"><\/script>/);
});

it("reaches no other server and evaluates nothing", () => {
  const script = page.assets.find(({ path }) => path.endsWith(".js"))?.body ?? "";
  expect(script).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  expect(script).not.toContain("eval(");
});

it("is small", () => {
  const bytes = page.assets.reduce((sum, { body }) => sum + body.length, 0);
  expect(bytes).toBeLessThan(64 * 1024);
});
