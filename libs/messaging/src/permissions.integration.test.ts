import { readFileSync } from "node:fs";
import { PermissionViolationError } from "@nats-io/transport-node";
import { consumers, endpoints, streams, subjects, type RoomHash, type Verdict } from "@rollcall/contracts";
import { createLogger } from "@rollcall/runtime";
import { startNats, type Server } from "@rollcall/servers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallLimits } from "../testing/own-bus.ts";
import {
  consumeBatches,
  consumeDeadLetters,
  consumeEach,
  ensureTopology,
  eraseStored,
  getStored,
  notify,
  openBus,
  publish,
  readStored,
  request,
  scheduleAt,
  scheduleEvery,
  serveMicro,
  subscribe,
  toDeadLetter,
  type Bus,
} from "./index.ts";

const template = readFileSync(new URL("../../../deploy/nats/permissions.conf", import.meta.url), "utf8");
const users = ["ingress", "attendance", "verifier", "query", "prepare", "operator"] as const;
type User = (typeof users)[number];

const room = "0a1b2c" as RoomHash;
const done = (): Promise<Verdict> => Promise.resolve({ is: "done" });
const passwordOf = (user: User) => `${user}-password`;
const bus = {} as Record<User, Bus>;
const opened = new AsyncDisposableStack();

beforeAll(async () => {
  const extraConfig = template.replaceAll(/\$\{(\w+)Password\}/g, "$1-password");
  const server = opened.use(await startNats({ extraConfig }));
  for (const user of users) bus[user] = opened.use(await open(server, user));
  await ensureTopology(bus.prepare, smallLimits);
});
afterAll(() => opened.disposeAsync());

const open = (server: Server, name: User, password = passwordOf(name)) =>
  openBus({
    url: server.url.replace("://", `://${name}:${password}@`),
    name,
    log: createLogger("test", { level: "silent" }),
    startLimitMs: 5000,
  });

describe("each program can do its work", () => {
  it("those that need the streams find them made", async () => {
    for (const user of ["ingress", "attendance", "verifier"] as const)
      await expect(ensureTopology(bus[user], smallLimits)).resolves.toBeUndefined();
  });

  it("a webhook goes from ingress to attendance, which tells query and asks for a look", async () => {
    const heard = Promise.withResolvers<string>();
    using _ = subscribe(bus.query, subjects.changed(room), ({ subject }) => heard.resolve(subject));
    await bus.query.nc.flush();
    const { stream, durable } = consumers.attendance;
    const folded = Promise.withResolvers<string | undefined>();
    await using _consumer = await consumeBatches(bus.attendance, { stream, durable }, async (batch) => {
      await notify(bus.attendance, subjects.changed(room), {});
      folded.resolve(batch[0]?.subject);
      return batch.map(() => ({ is: "done" }));
    });
    await publish(bus.ingress, { subject: subjects.webhook("participant_joined"), body: "{}", id: "EV_1" });
    expect([await folded.promise, await heard.promise]).toEqual([
      "evidence.webhook.participant_joined",
      subjects.changed(room),
    ]);
    const schedule = { scheduleSubject: subjects.roomSchedule(room, "soon", 1), target: subjects.checkRoom };
    const soon = { ...schedule, at: Date.now(), body: "{}", keepFirst: true };
    expect(await scheduleAt(bus.attendance, soon)).toBe("scheduled");
  });

  it("verifier takes looks from its queue, publishes what it found, and answers query alone", async () => {
    const tick = { scheduleSubject: subjects.sweepSchedule, target: subjects.sweep, body: "{}" };
    await scheduleEvery(bus.verifier, { ...tick, everyMs: 60_000 });
    expect(await scheduleEvery(bus.verifier, { ...tick, everyMs: 60_000 })).toBe("kept");
    const taken = Promise.withResolvers<string>();
    const { stream, durable } = consumers.verifier;
    await using _consumer = await consumeEach(bus.verifier, { stream, durable }, async ({ subject }) => {
      taken.resolve(subject);
      return done();
    });
    await publish(bus.verifier, { subject: subjects.checkRoom, body: "{}", id: "look" });
    expect(await taken.promise).toMatch(/^checks\.(room|sweep)$/);
    for (const subject of [subjects.snapshot, subjects.census])
      await publish(bus.verifier, { subject, body: "{}", id: subject });
    await using _answers = await serveMicro(bus.verifier, micro("verifier", endpoints.check));
    await bus.verifier.nc.flush();
    expect(await request(bus.query, endpoints.check, {}, { timeoutMs: 5000 })).toEqual({});
  });

  it("query answers whoever may ask it", async () => {
    await using _answers = await serveMicro(bus.query, micro("attendance", endpoints.status));
    await bus.query.nc.flush();
    expect(await request(bus.operator, endpoints.status, {}, { timeoutMs: 5000 })).toEqual({});
  });

  it("attendance makes dead letters, also of what processes died over", async () => {
    await using _backstop = await consumeDeadLetters(bus.attendance);
    const { seq } = await publish(bus.ingress, {
      subject: subjects.webhook("unknown"),
      body: "?",
      id: "EV_2",
    });
    const { stream, durable: consumer } = consumers.attendance;
    const { stream: looks, durable: verifier } = consumers.verifier;
    const message = { subject: subjects.checkRoom, data: new Uint8Array(), headers: {}, sequence: 1 };
    await toDeadLetter(bus.verifier, {
      ...{ stream: looks, consumer: verifier, message },
      ...{ code: "schema_invalid", attempts: 4 },
    });
    const advisory = { stream, consumer, stream_seq: seq, deliveries: 15 };
    const advised = `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.${consumer}`;
    bus.operator.nc.publish(advised, JSON.stringify(advisory));
    const dead = () =>
      bus.operator.jsm.streams.getMessage(streams.dead, { last_by_subj: subjects.dead(consumer) });
    await expect.poll(async () => (await dead())?.header.get("Rollcall-Dead-Sequence")).toBe(`${seq}`);
  });

  it("attendance reads dead letters, sends them back, and answers query about them", async () => {
    const message = { subject: subjects.snapshot, data: new Uint8Array(), headers: {}, sequence: 7 };
    await toDeadLetter(bus.attendance, {
      ...{ stream: streams.evidence, consumer: "attendance", message },
      ...{ code: "schema_invalid", attempts: 4 },
    });
    for await (const [letter] of readStored(bus.attendance, streams.dead, ">", { headersOnly: true })) {
      const { sequence = 0 } = letter ?? {};
      expect(await getStored(bus.attendance, streams.dead, sequence)).toMatchObject({ sequence });
      await eraseStored(bus.attendance, streams.dead, sequence);
    }
    for (const subject of [message.subject, subjects.webhook("x"), subjects.checkRoom, subjects.sweep])
      await publish(bus.attendance, { subject, body: "{}", id: `again ${subject}` });
    const asked = [endpoints.letters, endpoints.letter, endpoints.redrive, endpoints.drop];
    for (const subject of asked) {
      await using _answers = await serveMicro(bus.attendance, micro("deadletters", subject));
      await bus.attendance.nc.flush();
      expect(await request(bus.query, subject, {}, { timeoutMs: 5000 })).toEqual({});
    }
  });
});

describe("nobody can do more", () => {
  const evidence = [subjects.webhook("participant_left"), subjects.snapshot, subjects.census];
  const destroying = Object.values(streams).flatMap((stream) => [
    `$JS.API.STREAM.DELETE.${stream}`,
    `$JS.API.STREAM.PURGE.${stream}`,
    `$JS.API.STREAM.MSG.DELETE.${stream}`,
  ]);
  const changing = [
    "$JS.API.STREAM.CREATE.OTHER",
    "$JS.API.STREAM.UPDATE.EVIDENCE",
    "$JS.API.CONSUMER.CREATE.EVIDENCE",
    "$JS.API.CONSUMER.DURABLE.CREATE.EVIDENCE.other",
    "$JS.API.CONSUMER.DELETE.EVIDENCE.attendance",
  ];
  const forbidden: Record<Exclude<User, "operator">, readonly string[]> = {
    ingress: [
      ...evidence.slice(1),
      ...destroying,
      ...changing,
      "changed.x",
      "checks.room",
      "dead.attendance",
      endpoints.drop,
    ],
    attendance: [...allBut(destroying, "MSG.DELETE.CHECKS", "MSG.DELETE.DEAD"), ...changing, endpoints.drop],
    verifier: [evidence[0] ?? "", ...destroying, ...changing, "changed.x", "dead.attendance", endpoints.drop],
    query: [...evidence, ...destroying, ...changing, "changed.x", "checks.room", "dead.attendance"],
    prepare: [...evidence, ...destroying, changing.at(-1) ?? "", "changed.x", "checks.room", endpoints.check],
  };

  it.each(users.filter((user) => user !== "operator"))("%s cannot send what is not its own", async (user) => {
    const passed = await Promise.all(
      forbidden[user].map(async (subject) => ((await isRefused(bus[user], subject)) ? [] : [subject])),
    );
    expect(passed.flat()).toEqual([]);
  });

  it.each([
    ["ingress", [">", "evidence.>", "_INBOX_attendance.>", "$JS.ACK.>"]],
    ["attendance", [">", "evidence.>", "attendance.v1.status", "dead.>", "_INBOX_query.>", "changed.*"]],
    ["verifier", [">", "evidence.>", "attendance.v1.status", "_INBOX_attendance.>"]],
    [
      "query",
      [">", "evidence.>", "verifier.v1.check", "_INBOX_verifier.>", "dead.>", "deadletters.v1.>", "_INBOX.>"],
    ],
    ["prepare", [">", "evidence.>", "_INBOX_attendance.>"]],
  ] as const)("%s cannot listen to what is for others", async (user, listened) => {
    for (const subject of listened) {
      const refused = Promise.withResolvers<unknown>();
      bus[user].nc.subscribe(subject, { callback: refused.resolve });
      expect(await refused.promise).toBeInstanceOf(PermissionViolationError);
    }
  });

  it("a wrong password opens nothing", async () => {
    const url = new URL(`nats://${bus.ingress.nc.getServer()}`);
    const refused = openBus({
      url: `nats://ingress:guessed@${url.host}`,
      name: "ingress",
      log: bus.ingress.log,
    });
    await expect(refused).rejects.toMatchObject({ code: "bus_unavailable" });
  });
});

async function isRefused({ nc }: Bus, subject: string): Promise<boolean> {
  try {
    await nc.request(subject, "{}", { timeout: 5000 });
    return false;
  } catch (error) {
    return error instanceof Error && error.cause instanceof PermissionViolationError;
  }
}

function allBut(list: readonly string[], ...endings: readonly string[]): readonly string[] {
  return list.filter((subject) => !endings.some((ending) => subject.endsWith(ending)));
}

function micro(name: string, subject: string) {
  const endpoint = { subject, answer: () => Promise.resolve({}) };
  return { name, version: "1.0.0", description: "a test's", endpoints: [endpoint] };
}
