import {
  CodedError,
  lettersAtOnce,
  lettersSeenSchema,
  problemSchema,
  type Letter,
  type LettersAction,
  type LettersRequest,
} from "@rollcall/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";
import { office, operator, tokenFor } from "../../testing/tokens.ts";

const head = {
  ...{ number: 7, givenUpAt: "2026-03-02T09:00:00.000Z", reason: "schema_invalid", error: "room is missing" },
  ...{ attempts: 4, consumer: "attendance", subject: "evidence.webhook.participant_left" },
  ...{ id: "EV_7", traceId: "4bf92f3577b34da6a3ce929d0e0e4736" },
};
const letter: Letter = {
  ...{ ...head, stream: "EVIDENCE", sequence: 12, headers: [{ name: "a", value: "b" }] },
  ...{ body: "{}", bodyBytes: 2, isCut: false },
};
const reasons = [{ reason: "schema_invalid", count: 1 }];
const chosen = { total: 1, reasons, numbers: [7], isAll: true };

let query: QueryUnderTest;
let asked: (LettersRequest | LettersAction | number)[];
beforeEach(async () => {
  query = await openQuery();
  asked = [];
  const remember = <Answer>(wanted: LettersRequest | LettersAction | number, answer: Answer) => {
    asked.push(wanted);
    return Promise.resolve(answer);
  };
  query.letters = {
    list: (wanted) => remember(wanted, { total: 1, reasons, letters: [head], next: null }),
    show: (number) => remember(number, letter),
    redrive: (action) => remember(action, chosen),
    drop: (action) => remember(action, action.dryRun ? chosen : { dropped: 1, left: 0 }),
  };
});
afterEach(() => query[Symbol.asyncDispose]());

const ask = (path: string, token?: string) =>
  /redrive|drop/.test(path) ? query.post(path, { all: true }, token) : query.get(path, token);
const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code;

const reading = ["/api/dead-letters", "/api/dead-letters/7"];
const acting = ["/api/dead-letters/redrive", "/api/dead-letters/drop"];

describe("who may do what", () => {
  it.each([...reading, ...acting])("%s refuses strangers, and learns nothing of them", async (path) => {
    for (const token of [undefined, "nonsense", tokenFor("boss", { roomList: true }, -3_600_000)])
      expect((await ask(path, token)).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it.each([...reading, ...acting])("%s is for nobody who may not see every room", async (path) => {
    const room = "algebra-7";
    for (const grants of [{}, { room, roomJoin: true }, { room, roomAdmin: true }, { roomCreate: true }]) {
      const response = await ask(path, tokenFor("somebody", grants));
      expect([response.status, await codeOf(response)]).toEqual([403, "forbidden"]);
    }
    expect(asked).toEqual([]);
  });

  it("who sees every room reads them, and changes nothing", async () => {
    for (const path of reading) expect((await ask(path, office)).status).toBe(200);
    for (const path of acting) expect(await codeOf(await ask(path, office))).toBe("forbidden");
    const seen = lettersSeenSchema.parse(await (await query.get("/api/dead-letters", office)).json());
    expect(seen.mayChange).toBe(false);
  });

  it("who may open rooms besides redrives and drops", async () => {
    for (const path of [...reading, ...acting]) expect((await ask(path, operator)).status).toBe(200);
    const seen = lettersSeenSchema.parse(await (await query.get("/api/dead-letters", operator)).json());
    expect([seen.mayChange, seen.letters]).toEqual([true, [head]]);
  });
});

describe("what attendance is asked", () => {
  it("is what the parameters say", async () => {
    await query.get("/api/dead-letters?reason=schema_invalid&limit=3&before=9", office);
    await query.get("/api/dead-letters", office);
    await query.get("/api/dead-letters/7", office);
    await query.post("/api/dead-letters/redrive", { numbers: [7], dryRun: true }, operator);
    const answer = await query.post("/api/dead-letters/drop", { reason: "schema_invalid" }, operator);
    expect(await answer.json()).toEqual({ dropped: 1, left: 0 });
    expect(asked).toEqual([
      { reason: "schema_invalid", limit: 3, before: 9 },
      { limit: 50 },
      7,
      { numbers: [7], dryRun: true },
      { reason: "schema_invalid", dryRun: false },
    ]);
  });

  it.each([
    "/api/dead-letters?limit=0",
    "/api/dead-letters?limit=101",
    "/api/dead-letters?before=x",
    "/api/dead-letters?reason[$ne]=x",
    "/api/dead-letters/x",
    "/api/dead-letters/-1",
    "/api/dead-letters/7?full=1",
  ])("is never %s", async (path) => {
    expect(await codeOf(await query.get(path, office))).toBe("parameter_invalid");
    expect(asked).toEqual([]);
  });

  it("is a 503 while it is away, and a 404 where there is no such letter", async () => {
    const { letters } = query;
    query.letters = { ...letters, list: () => Promise.reject(new CodedError("attendance_unavailable")) };
    const response = await query.get("/api/dead-letters", office);
    expect([response.status, await codeOf(response)]).toEqual([503, "attendance_unavailable"]);
    query.letters = { ...letters, show: () => Promise.reject(new CodedError("not_found")) };
    expect((await query.get("/api/dead-letters/7", office)).status).toBe(404);
  });
});

describe("a request to change something", () => {
  it.each([
    ["is no JSON", "{", {}, 400, "parameter_invalid"],
    ["is empty", "", {}, 400, "parameter_invalid"],
    ["names nothing", "{}", {}, 400, "parameter_invalid"],
    ["names too many", { numbers: Array(lettersAtOnce + 1).fill(1) }, {}, 400, "parameter_invalid"],
    ["has prototype keys", '{"all":true,"__proto__":{"dryRun":true}}', {}, 400, "parameter_invalid"],
    ["is large", { reason: "x".repeat(5_000) }, {}, 413, "body_too_large"],
    ["is a form", "all=true", { "content-type": "text/plain" }, 415, "media_type_unsupported"],
    ["is compressed", "{}", { "content-encoding": "gzip" }, 415, "media_type_unsupported"],
  ] as const)("that %s is refused", async (_, body, headers, status, code) => {
    for (const path of acting) {
      const response = await query.post(path, body, operator, headers);
      expect([response.status, await codeOf(response)]).toEqual([status, code]);
    }
    expect(asked).toEqual([]);
  });

  it("is a POST, and a POST goes nowhere else", async () => {
    for (const path of acting) {
      const response = await query.get(path, operator);
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
    for (const path of [...reading, "/api/dead-letters/redrive/", "/api/Dead-Letters/drop"]) {
      const response = await query.post(path, { all: true }, operator);
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });
});
