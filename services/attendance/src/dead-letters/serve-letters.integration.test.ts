import {
  endpoints,
  letterSchema,
  lettersChosenSchema,
  lettersDroppedSchema,
  lettersRedrivenSchema,
  lettersSchema,
  streams,
  subjects,
  type EvidenceRecord,
} from "@rollcall/contracts";
import { request } from "@rollcall/messaging";
import { testAddresses } from "@rollcall/servers/testing";
import { buildRecord, openTemporaryStore, webhookRecord, type TemporaryStore } from "@rollcall/store/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buryRecord } from "../../testing/bury-record.ts";
import { openWorld, publishAll, type World } from "../../testing/world.ts";
import { chooseLetters, listLetters } from "./list-letters.ts";
import { serveLetters } from "./serve-letters.ts";

const opened = new AsyncDisposableStack();
let temporary: TemporaryStore;
let world: World;
beforeAll(async () => {
  temporary = opened.use(await openTemporaryStore(testAddresses().mongodbUrl));
  world = opened.use(await openWorld(temporary.store));
  await world.startInstance();
  opened.use(await serveLetters(world.bus, temporary.store));
});
afterAll(() => opened.disposeAsync());
beforeEach(() => world.bus.jsm.streams.purge(streams.dead));

const ask = (subject: string, body: unknown = {}) => request(world.bus, subject, body, { timeoutMs: 30_000 });
const listed = async (body: unknown = {}) => lettersSchema.parse(await ask(endpoints.letters, body));
const redriven = async (body: unknown) => lettersRedrivenSchema.parse(await ask(endpoints.redrive, body));

let sequence = 1_000_000;
const giveUp = (record: EvidenceRecord) => {
  sequence += 1;
  return buryRecord(world.bus, record, sequence);
};

const joins = (room: string, count: number) =>
  Array.from({ length: count }, (_, n) =>
    webhookRecord({ event: "participant_joined", room, id: `EV_${room}_${n}`, sid: `PA_${room}_${n}` }),
  );
const poison = buildRecord("EV_poison", '{"event":"participant_left","id":"EV_poison"}');

describe("looking at dead letters", () => {
  it("lists the newest first, page by page, and counts each reason", async () => {
    for (const record of joins("pages", 3)) await giveUp(record);
    await publishAll(world, [poison]);
    await expect.poll(async () => (await listed()).total, { timeout: 30_000 }).toBe(4);
    const first = await listed({ limit: 3 });
    expect(first.reasons).toEqual([
      { reason: "unexpected_error", count: 3 },
      { reason: "schema_invalid", count: 1 },
    ]);
    expect(first.letters.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^message /),
      "EV_pages_2",
      "EV_pages_1",
    ]);
    const second = await listed({ limit: 3, before: first.next });
    expect([second.letters.map(({ id }) => id), second.next]).toEqual([["EV_pages_0"], null]);
    const ofReason = await listed({ reason: "schema_invalid" });
    expect([ofReason.total, ofReason.letters.map(({ attempts }) => attempts)]).toEqual([4, [4]]);
  });

  it("shows all of one, and cuts what is too long for an answer", async () => {
    const [record] = joins("long", 1);
    if (record === undefined) throw new Error("no record");
    const body = "\u0001".repeat(500_000);
    await giveUp({ ...record, body, headers: { ...record.headers, long: "x".repeat(20_000) } });
    const number = (await listed()).letters[0]?.number ?? 0;
    const letter = letterSchema.parse(await ask(endpoints.letter, { number }));
    expect(letter).toMatchObject({
      ...{ number, reason: "unexpected_error", error: "a bug of that version", attempts: 4 },
      ...{ subject: subjects.webhook("participant_joined"), stream: streams.evidence, id: "EV_long_0" },
      ...{ bodyBytes: 500_000, isCut: true },
    });
    expect(letter.headers.map(({ name }) => name)).toContain("Rollcall-Received-At");
    await expect(ask(endpoints.letter, { number: number + 1 })).rejects.toMatchObject({ code: "not_found" });
  });
});

it("looks at so many a request, however many there are, and so gets to all", async () => {
  for (const record of joins("flood", 5)) await giveUp(record);
  const list = (wanted: object) => listLetters(world.bus, { limit: 50, ...wanted }, 2);
  const pages = [await list({})];
  for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null)
    pages.push(await list({ before: next }));
  expect(pages.map(({ total, letters }) => [total, letters.map(({ id }) => id?.slice(-1))])).toEqual([
    [5, ["4", "3"]],
    [5, ["2", "1"]],
    [5, ["0"]],
  ]);
  const none = await list({ reason: "of_nobody" });
  expect([none.letters, none.next]).toEqual([[], pages[0]?.next]);
  const all = { all: true, dryRun: true } as const;
  expect(await chooseLetters(world.bus, all, 3)).toMatchObject({ total: 3, isAll: false });
  expect(await chooseLetters(world.bus, all, 9)).toMatchObject({ total: 5, isAll: true });
});

describe("acting on dead letters", () => {
  it("tells which in a dry run, and touches none", async () => {
    for (const record of joins("dry", 2)) await giveUp(record);
    const numbers = (await listed()).letters.map(({ number }) => number).toReversed();
    for (const endpoint of [endpoints.redrive, endpoints.drop]) {
      expect(lettersChosenSchema.parse(await ask(endpoint, { all: true, dryRun: true }))).toEqual({
        ...{ total: 2, numbers, reasons: [{ reason: "unexpected_error", count: 2 }], isAll: true },
      });
    }
    expect((await listed()).total).toBe(2);
  });

  it("redrives what this version understands, and it is stored", async () => {
    const records = joins("again", 3);
    for (const record of records) await giveUp(record);
    expect(await redriven({ reason: "unexpected_error" })).toEqual({
      ...{ stored: 3, failed: [], waiting: [], refused: [], gone: [], left: 0 },
    });
    expect((await listed()).total).toBe(0);
    for (const { id } of records) expect(await world.store.records([id])).toHaveLength(1);
    expect(await world.store.openStaysIn("again")).toHaveLength(3);
  });

  it("keeps what fails again under a new number", async () => {
    await publishAll(world, [poison]);
    await expect.poll(async () => (await listed()).total, { timeout: 30_000 }).toBe(1);
    const number = (await listed()).letters[0]?.number ?? 0;
    const { stored, failed } = await redriven({ numbers: [number, number + 1_000] });
    const [letter] = (await listed()).letters;
    expect([stored, failed.map((one) => [one.number, one.again, one.reason])]).toEqual([
      0,
      [[number, letter?.number, "schema_invalid"]],
    ]);
    expect(letter?.attempts).toBe(5);
  });

  it("takes so many a request, and tells how many are left", async () => {
    for (const record of joins("many", 60)) await giveUp(record);
    expect(lettersDroppedSchema.parse(await ask(endpoints.drop, { all: true }))).toEqual({
      ...{ dropped: 50, left: 10 },
    });
    expect(lettersDroppedSchema.parse(await ask(endpoints.drop, { all: true }))).toEqual({
      ...{ dropped: 10, left: 0 },
    });
    expect((await listed()).total).toBe(0);
  });

  it("refuses what it does not understand", async () => {
    for (const body of [{}, { all: true, numbers: [1] }, { numbers: ["1"] }, "drop", null])
      await expect(ask(endpoints.drop, body)).rejects.toMatchObject({ code: "parameter_invalid" });
    await expect(ask(endpoints.drop, { numbers: [4_711] })).rejects.toMatchObject({ code: "not_found" });
  });
});
