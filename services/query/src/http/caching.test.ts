import { buildPage, type Page } from "@rollcall/dashboard";
import { minute } from "@rollcall/domain";
import { algebra, alice, attended, lesson, nine } from "@rollcall/reading/testing";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";
import { office } from "../../testing/tokens.ts";

let query: QueryUnderTest;
let page: Page;
beforeAll(async () => void (page = await buildPage()));
beforeEach(async () => {
  query = await openQuery({ page });
  await query.remember(lesson);
  query.now = nine + 120 * minute;
});
afterEach(() => query[Symbol.asyncDispose]());

const paths = [
  "/api/meetings",
  "/api/meetings/RM_algebra",
  "/api/meetings/RM_algebra.csv",
  "/api/openapi.json",
];

it.each(paths)("%s need not be sent again while nothing has changed", async (path) => {
  const first = await query.get(path, office);
  const etag = first.headers.get("etag") ?? "";
  expect(etag).not.toBe("");
  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  expect(first.headers.get("vary")).toBe("Authorization");
  const second = await query.get(path, office, { "if-none-match": etag });
  expect(second.status).toBe(304);
  expect(await second.text()).toBe("");
});

it("sends again what has changed", async () => {
  const etag = (await query.get("/api/meetings", office)).headers.get("etag") ?? "";
  await query.remember(attended({ ...algebra, room: "physics" }, { ...alice, sid: "PA_2" }));
  expect((await query.get("/api/meetings", office, { "if-none-match": etag })).status).toBe(200);
});

it("lets no failure be kept", async () => {
  const response = await query.get("/api/meetings/RM_none", office);
  expect(response.headers.get("cache-control")).toBe("no-store");
});

it("lets a page load nothing but its own files, and nobody frame it", async () => {
  const policy = (await query.get("/")).headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
});

it("serves the page and its files, which may be kept for ever", async () => {
  const response = await query.get("/");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const files = [...(await response.text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
  expect(files).toHaveLength(3);
  for (const path of files) {
    const file = await query.get(path);
    expect(file.status).toBe(200);
    expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  }
});
