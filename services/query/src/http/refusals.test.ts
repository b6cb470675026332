import { request } from "node:http";
import { CodedError, problemSchema } from "@rollcall/contracts";
import { signToken } from "@rollcall/livekit/testing";
import { lesson } from "@rollcall/reading/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";
import { key, office, tokenFor } from "../../testing/tokens.ts";

let query: QueryUnderTest;
beforeEach(async () => {
  query = await openQuery();
  await query.remember(lesson);
});
afterEach(() => query[Symbol.asyncDispose]());

async function problemAt(path: string, token: string | undefined = office) {
  const response = await query.get(path, token);
  expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.type).toBe(`urn:rollcall:problem:${problem.code}`);
  return { ...problem, headers: response.headers };
}

const guarded = [
  "/api/sessions/algebra-7/attendance-status",
  "/api/meetings",
  "/api/meetings/RM_algebra",
  "/api/meetings/RM_algebra.csv",
  "/api/stays/PA_bob/evidence",
  "/api/rooms/algebra-7/events",
];

describe("every route that shows people", () => {
  it.each(guarded)("%s refuses a request without a token", async (path) => {
    const response = await query.get(path);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "token_missing" });
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="rollcall"');
  });

  it.each(guarded)("%s refuses a token that somebody else signed", async (path) => {
    const forged = signToken(
      { iss: key.apiKey, exp: 9_999_999_999, video: { roomList: true } },
      "x".repeat(32),
    );
    const problem = await problemAt(path, forged);
    expect(problem).toMatchObject({ status: 401, code: "token_invalid" });
    expect(problem.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  it.each(guarded)("%s refuses a token that has expired", async (path) => {
    const old = tokenFor("office", { roomList: true }, -3_600_000);
    expect(await problemAt(path, old)).toMatchObject({ status: 401, code: "token_expired" });
  });

  it.each(guarded)("%s says when the database is away", async (path) => {
    query.storeFailure = new CodedError("store_unavailable");
    if (path.endsWith("/events")) return;
    const problem = await problemAt(path);
    expect(problem).toMatchObject({ status: 503, code: "store_unavailable" });
    expect(problem.headers.get("retry-after")).toBe("5");
  });
});

it("takes a token in the address on the events route alone", async () => {
  const response = await query.get(`/api/meetings?access_token=${office}`);
  expect(response.status).toBe(401);
  const stream = await query.get(`/api/rooms/algebra-7/events?access_token=${office}`);
  expect(stream.status).toBe(200);
  await stream.body?.cancel();
});

describe("a parameter", () => {
  it.each([
    ["repeated", "/api/meetings?room=a&room=b"],
    ["nested", "/api/meetings?room[$ne]=x"],
    ["with an operator in brackets", "/api/sessions/a/attendance-status?identity[$gt]="],
    ["unknown", "/api/meetings?rom=algebra-7"],
    ["unknown to a meeting", "/api/meetings/RM_algebra?tz=UTC"],
    ["empty", "/api/meetings?room="],
    ["too long", `/api/meetings?room=${"x".repeat(1_025)}`],
    ["too long in the path", `/api/sessions/${"x".repeat(1_025)}/attendance-status`],
    ["that is no time", "/api/meetings?from=yesterday"],
    ["that is a time without a zone", "/api/meetings?from=2026-03-01T10:00:00"],
    ["that is no cursor", "/api/meetings?cursor=abc"],
    [
      "that is a cursor of another make",
      `/api/meetings?cursor=${Buffer.from('{"a":1}').toString("base64url")}`,
    ],
    ["that is no time zone", "/api/meetings/RM_algebra.csv?tz=Mars/Olympus"],
    ["with broken encoding", "/api/sessions/%E0%A4%A/attendance-status"],
  ])("%s is refused", async (_, path) => {
    expect(await problemAt(path)).toMatchObject({ status: 400, code: "parameter_invalid" });
  });

  it("is not repeated in the answer", async () => {
    const problem = await problemAt("/api/meetings?<script>=1");
    expect(problem.detail).not.toContain("script");
  });
});

describe("any method but reading", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "%s is not allowed where nothing is done",
    async (method) => {
      for (const path of ["/", "/api/meetings", "/api/meetings/RM_algebra", "/healthz", "/nowhere"]) {
        const response = await fetch(new URL(path, query.url), { method });
        expect(response.status).toBe(405);
        expect(response.headers.get("allow")).toBe("GET, HEAD");
        expect(await response.json()).toMatchObject({ code: "method_not_allowed" });
      }
    },
  );

  it("HEAD answers like GET, without a body", async () => {
    for (const path of ["/api/meetings/RM_algebra", "/api/rooms/algebra-7/events"]) {
      const headers = { authorization: `Bearer ${office}` };
      const response = await fetch(new URL(path, query.url), { method: "HEAD", headers });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe("");
    }
  });
});

it("knows no other paths", async () => {
  for (const path of ["/api", "/api/nothing", "/assets/../../package.json", "/api/meetings/RM_algebra/x"]) {
    expect(await problemAt(path)).toMatchObject({ status: 404, code: "not_found" });
  }
});

it("answers a bug without its inside, and logs it once", async () => {
  query.storeFailure = new TypeError("secret inside");
  const problem = await problemAt("/api/meetings");
  expect(problem).toMatchObject({ status: 500, code: "unexpected_error" });
  expect(JSON.stringify(problem)).not.toContain("secret");
  expect(query.logged.filter((line) => line.includes("secret inside"))).toHaveLength(1);
});

it("logs no names and no tokens", async () => {
  await query.get(`/api/sessions/algebra-7/attendance-status?identity=alice`, office);
  await query.get(`/api/rooms/algebra-7/events?access_token=wrong.${"x".repeat(20)}.token`);
  expect(query.logged.join("")).toContain("/api/rooms/:room/events");
  expect(query.logged.join("")).not.toMatch(/algebra|alice|access_token|wrong\./);
});

it("survives a path that no client library would send", async () => {
  const status = await new Promise<number | undefined>((resolve) => {
    const { port } = new URL(query.url);
    const headers = { authorization: `Bearer ${office}` };
    request({ port, path: "/api/sessions/../attendance-status?identity=a", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(200);
});
