import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";

const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.enum(["path", "query"]),
  required: z.boolean().optional(),
});
const operationSchema = z.looseObject({
  operationId: z.string(),
  parameters: z.array(parameterSchema).default([]),
  security: z.array(z.unknown()).optional(),
  responses: z.record(z.string().regex(/^\d{3}$/), z.looseObject({ description: z.string() })),
});
const documentSchema = z.looseObject({
  openapi: z.string().startsWith("3.1."),
  paths: z.record(
    z.string(),
    z.union([z.strictObject({ get: operationSchema }), z.strictObject({ post: operationSchema })]),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let query: QueryUnderTest;
let text: string;
let document: z.output<typeof documentSchema>;
beforeAll(async () => {
  query = await openQuery();
  text = await (await query.get("/api/openapi.json")).text();
  document = documentSchema.parse(JSON.parse(text));
});
afterAll(() => query[Symbol.asyncDispose]());

const operations = () =>
  Object.entries(document.paths).map(([path, item]) =>
    "get" in item ? ([path, "get", item.get] as const) : ([path, "post", item.post] as const),
  );

describe("the OpenAPI document", () => {
  it("refers to nothing that it does not hold", () => {
    const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(5);
    for (const reference of references) {
      const name = reference?.replace("#/components/schemas/", "") ?? "";
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });

  it("names each operation once, and declares each part of a path", () => {
    const ids = operations().map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, , { parameters }] of operations()) {
      const declared = parameters.filter((parameter) => parameter.in === "path");
      expect(declared.every(({ required }) => required === true)).toBe(true);
      expect(declared.map(({ name }) => `{${name}}`)).toEqual(
        [...path.matchAll(/\{\w+\}/g)].map(([part]) => part),
      );
    }
  });

  it("describes routes that exist, with the answer to strangers that they give", async () => {
    for (const [path, method, { responses, security }] of operations()) {
      const concrete = path.replaceAll(/\{\w+\}/g, "x");
      const response = await (method === "get" ? query.get(concrete) : query.post(concrete, {}));
      await response.body?.cancel();
      expect(Object.keys(responses)).toContain(String(response.status));
      expect(response.status).toBe(security?.length === 0 ? 200 : 401);
    }
  });

  it("describes every route of the interface", () => {
    expect(Object.keys(document.paths).toSorted()).toEqual([
      "/api/dead-letters",
      "/api/dead-letters/drop",
      "/api/dead-letters/redrive",
      "/api/dead-letters/{number}",
      "/api/meetings",
      "/api/meetings/{id}",
      "/api/meetings/{id}.csv",
      "/api/openapi.json",
      "/api/rooms/{room}/events",
      "/api/sessions/{session}/attendance-status",
      "/api/stays/{sid}/evidence",
    ]);
  });
});
