import { algebra, lesson } from "@rollcall/reading/testing";
import { afterEach, expect, it } from "vitest";
import { openQuery, type QueryOptions, type QueryUnderTest } from "../../testing/open-query.ts";
import { office, tokenFor } from "../../testing/tokens.ts";
import { defaultLimits } from "./limits.ts";

let query: QueryUnderTest;
afterEach(() => query[Symbol.asyncDispose]());

async function start(options: QueryOptions = {}): Promise<void> {
  query = await openQuery(options);
  await query.remember(lesson);
}

const { room } = algebra;
const eve = tokenFor("eve", { room, roomJoin: true });
const alice = tokenFor("alice", { room, roomJoin: true });

const statusesOf = async (token: string, asked: number) => {
  const answers = await Promise.all(Array.from({ length: asked }, () => query.get("/api/meetings", token)));
  return answers.map(({ status }) => status);
};

const tallyOf = (statuses: readonly number[]) =>
  new Map([...Map.groupBy(statuses, (status) => status)].map(([status, those]) => [status, those.length]));

const open = (token: string) => query.get(`/api/rooms/${room}/events`, token);

it("answers a holder of a token that asks too often with 429 and a time to wait, and nobody else", async () => {
  await start({ limits: { ...defaultLimits, perHolder: { burst: 5, perSecond: 0.001 } } });
  expect(tallyOf(await statusesOf(eve, 8))).toEqual(
    new Map([
      [200, 5],
      [429, 3],
    ]),
  );
  // Another token does not help.
  const again = await query.get("/api/meetings", tokenFor("eve", { room }, 7_200_000));
  expect([again.status, again.headers.get("retry-after")]).toEqual([429, "5"]);
  expect(await again.json()).toMatchObject({ code: "too_many_requests" });
  expect((await query.get(`/api/rooms/${room}/events`, eve)).status).toBe(429);
  expect(await statusesOf(alice, 5)).toEqual([200, 200, 200, 200, 200]);
  expect(new Set(await statusesOf(office, 20))).toEqual(new Set([200]));
});

it("lets no guesser of tokens use up what their holder may ask", async () => {
  await start({ limits: { ...defaultLimits, perHolder: { burst: 5, perSecond: 0.001 } } });
  expect(new Set(await statusesOf(`${eve.slice(0, -4)}AAAA`, 50))).toEqual(new Set([401]));
  expect(await statusesOf(eve, 5)).toEqual([200, 200, 200, 200, 200]);
});

const lines = () => query.logged.map((line): { status: number; unwritten?: number } => JSON.parse(line));

it("lets strangers write few lines, counts the rest, and leaves out nobody with a token", async () => {
  await start();
  for (let left = 400; left > 0; left -= 100)
    expect(new Set(await statusesOf("x.y.z", 100))).toEqual(new Set([401]));
  await statusesOf(office, 100);
  await expect.poll(() => lines().filter(({ status }) => status === 200)).toHaveLength(100);
  const strangers = lines().filter(({ status }) => status === 401).length;
  expect(strangers).toBeLessThan(400);
  expect(lines().reduce((sum, { unwritten = 0 }) => sum + unwritten, strangers)).toBe(400);
});

it("answers more than it can do at once with 503 and a time to wait, and goes on afterwards", async () => {
  await start({ limits: { ...defaultLimits, underWay: 3 } });
  const released = Promise.withResolvers<void>();
  const read = query.store.recentStarts.bind(query.store);
  let reading = 0;
  query.store.recentStarts = async (wanted) => {
    reading += 1;
    await released.promise;
    return read(wanted);
  };
  const slow = statusesOf(office, 3);
  await expect.poll(() => reading).toBe(3);
  const shed = await query.get("/api/meetings", office);
  expect([shed.status, shed.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await shed.json()).toMatchObject({ code: "overloaded" });
  released.resolve();
  expect(await slow).toEqual([200, 200, 200]);
  expect(await statusesOf(office, 3)).toEqual([200, 200, 200]);
});

it("cuts off who holds a place and takes nothing", async () => {
  await start({ limits: { ...defaultLimits, underWay: 1, idleMs: 100 } });
  const read = query.store.recentStarts.bind(query.store);
  query.store.recentStarts = () => new Promise(() => {});
  await expect(query.get("/api/meetings", office)).rejects.toThrow("fetch failed");
  query.store.recentStarts = read;
  expect((await query.get("/api/meetings", office)).status).toBe(200);
});

it("lets no participant open so many streams that others find none", async () => {
  await start({ mostStreams: 12 });
  const own = await Promise.all(Array.from({ length: 12 }, () => open(eve)));
  expect(tallyOf(own.map(({ status }) => status))).toEqual(
    new Map([
      [200, 10],
      [429, 2],
    ]),
  );
  const others = await Promise.all([open(alice), open(office)]);
  expect(others.map(({ status }) => status)).toEqual([200, 200]);
  for (const { body } of [...own, ...others]) await body?.cancel();
});
