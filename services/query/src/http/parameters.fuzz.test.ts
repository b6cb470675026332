import { CodedError } from "@rollcall/contracts";
import { trials } from "@rollcall/domain/testing";
import { lesson } from "@rollcall/reading/testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";
import { office, tokenFor } from "../../testing/tokens.ts";
import {
  evidenceRequest,
  meetingsRequest,
  roomRequest,
  statusRequest,
  timeZoneRequest,
} from "../requests.ts";
import { readParameters } from "./read-parameters.ts";

const marker = "script-of-eve";
const operators = ["$ne", "$gt", "$where", "$regex", "__proto__", "constructor", "toString", "a.b", "$"];
const oddText = fc.oneof(
  fc.constantFrom(...operators, '{"$ne":null}', "[object Object]", "../..", "%00", "\0", "=1+1", "<script>"),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const oddValue = fc.oneof(
  oddText,
  fc.constantFrom(...operators).map((name) => ({ [name]: "" })),
  fc.jsonValue(),
);

/** What was read; nothing when it was refused in the one way that it may be. */
function readOrRefused(schema: z.ZodType<object>, given: unknown): object {
  try {
    return readParameters(schema, given);
  } catch (error) {
    if (error instanceof CodedError && error.code === "parameter_invalid" && !error.message.includes(marker))
      return {};
    throw error;
  }
}

describe("fuzz: parameters, whatever they hold", () => {
  const schemas = [statusRequest, meetingsRequest, evidenceRequest, roomRequest, timeZoneRequest];
  const names = [...schemas.flatMap(({ shape }) => Object.keys(shape)), ...operators];

  it("are texts of the names that are asked for, or refused without being repeated", () => {
    const given = fc.dictionary(fc.constantFrom(...names), oddValue, { maxKeys: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...schemas), given, (schema, parameters) => {
        const marked = JSON.parse(JSON.stringify(parameters).replaceAll("script", marker));
        const read = readOrRefused(schema, marked);
        expect(Object.values(read).filter((value) => typeof value !== "string")).toEqual([]);
        expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(Object.keys(read)));
      }),
      trials,
    );
  });
});

const segment = fc.oneof(
  oddText,
  fc.constantFrom("algebra-7", "RM_algebra", "PA_alice", "PA_bob", "physics"),
);
const route = fc.constantFrom(
  (name: string) => `/api/sessions/${name}/attendance-status`,
  (name: string) => `/api/meetings/${name}`,
  (name: string) => `/api/meetings/${name}.csv`,
  (name: string) => `/api/stays/${name}/evidence`,
  () => "/api/meetings",
  (name: string) => `/${name}`,
);
const parameter = fc.constantFrom(
  "identity",
  "room",
  "from",
  "to",
  "cursor",
  "tz",
  "room[$ne]",
  "identity[]",
  ...operators,
);
const search = fc.array(fc.tuple(parameter, segment), { maxLength: 3 });
const path = fc.tuple(route, segment, search).map(([at, name, parameters]) => {
  const pairs = parameters.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return `${at(encodeURIComponent(name))}?${pairs.join("&")}`;
});

describe("fuzz: requests, whatever they ask", () => {
  let query: QueryUnderTest;
  beforeAll(async () => {
    query = await openQuery({
      limits: { perHolder: { burst: 1e9, perSecond: 1 }, underWay: 1_000, idleMs: 30_000 },
    });
    await query.remember(lesson);
  });
  afterAll(() => query[Symbol.asyncDispose]());
  const elsewhere = tokenFor("mrs-clara", { room: "physics", roomAdmin: true });

  it(
    "find no bug, and show nothing of a room to the admin of another",
    async () => {
      const patience = { ...trials, interruptAfterTimeLimit: 3_600_000 };
      const property = fc.asyncProperty(path, async (asked) => {
        const answer = await query.get(asked, elsewhere);
        expect([200, 400, 403, 404]).toContain(answer.status);
        const shown = (await answer.text()).replaceAll(/"(session|identity)":"[^"]*"/g, "");
        expect(shown).not.toMatch(/PA_alice|PA_bob|RM_algebra|Alice|Bob/);
        expect((await query.get(asked, office)).status).toBeLessThan(500);
      });
      await expect(fc.assert(property, patience)).resolves.toBeUndefined();
    },
    60_000 + 100 * trials.numRuns,
  );
});
