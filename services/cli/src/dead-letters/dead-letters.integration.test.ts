import { consumers, streams, subjects, type EvidenceRecord } from "@rollcall/contracts";
import { consumeEach, publish, readStored, toDeadLetter } from "@rollcall/messaging";
import { webhookRecord } from "@rollcall/store/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openInstallation, publishRecords, type Installation } from "../../testing/installation.ts";
import { startStandIn } from "../../testing/stand-in-attendance.ts";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

let place: Installation;
beforeAll(async () => void (place = await openInstallation()));
afterAll(() => place[Symbol.asyncDispose]());

let records: readonly EvidenceRecord[];
let round = 0;

const letters = (...args: readonly string[]) => place.rollcall("dead-letters", ...args);
const always = () => true;

/** The numbers of all letters, with the ids of what they were. */
async function lying(): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  for await (const batch of readStored(place.bus, streams.dead, subjects.allDead)) {
    for (const { sequence, data } of batch)
      found.set(sequence, JSON.parse(new TextDecoder().decode(data)).id);
  }
  return found;
}

/** Has attendance give up these records, because of a bug that it has. */
async function giveUp(given: readonly EvidenceRecord[]): Promise<readonly number[]> {
  const before = new Set((await lying()).keys());
  await using _ = await startStandIn(place.bus, place.temporary.store, always);
  await publishRecords(place.bus, given);
  await expect.poll(async () => (await lying()).size, { timeout: 30_000 }).toBe(before.size + given.length);
  return [...(await lying()).keys()].filter((number) => !before.has(number));
}

beforeEach(async () => {
  await place.bus.jsm.streams.purge(streams.dead);
  round += 1;
  records = [1, 2, 3].map((n) => {
    const sid = `PA_${round}_${n}`;
    return webhookRecord({ event: "participant_joined", room: "maths", id: `EV_${sid}`, sid });
  });
});

describe("looking at dead letters", () => {
  it("lists them with their reasons, the newest last, and counts each reason", async () => {
    expect(await letters("list")).toEqual({ code: 0, stdout: "No dead letters.\n", stderr: "" });
    await giveUp(records);
    const { code, stdout } = await letters("list", "--limit", "2");
    const [title, ...lines] = stdout.trimEnd().split("\n");
    expect([code, title]).toEqual([0, "3 dead letters, 3 unexpected_error; the newest 2:"]);
    expect(lines).toEqual([
      expect.stringMatching(/attendance {2}unexpected_error after 4 attempts .* EV_PA_\d+_2$/),
      expect.stringMatching(/^ {6}a bug with EV_PA_\d+_2$/),
      expect.stringMatching(/ EV_PA_\d+_3$/),
      expect.stringContaining("a bug with"),
    ]);
    expect((await letters("list", "--reason", "schema_invalid")).stdout).toBe("No dead letters.\n");
    const json = JSON.parse((await letters("list", "--json")).stdout);
    expect(json).toMatchObject({ total: 3, newest: [{ code: "unexpected_error", attempts: 4 }, {}, {}] });
  });

  it("shows one with reason, error, attempts, subject, headers, body and trace", async () => {
    const body = `{"event":"participant_left","name":"\u202Eevil"}`;
    await toDeadLetter(place.bus, {
      ...{ stream: streams.evidence, consumer: "attendance", code: "schema_invalid", attempts: 4 },
      message: {
        ...{
          subject: subjects.webhook("participant_left"),
          sequence: 7_000_000,
          data: new TextEncoder().encode(body),
        },
        headers: { "Nats-Msg-Id": "EV_7", "Rollcall-Api-Key": "school", traceparent },
      },
      detail: "room is missing",
    });
    const [number = 0] = (await lying()).keys();
    const { code, stdout } = await letters("show", `${number}`);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^Dead letter \d+, given up at 20\d\d-/),
      "  reason    schema_invalid, after 4 attempts",
      "  error     room is missing",
      "  consumer  attendance",
      "  was       evidence.webhook.participant_left, message 7000000 of EVIDENCE",
      "  id        EV_7",
      "  trace     4bf92f3577b34da6a3ce929d0e0e4736",
      expect.stringMatching(/^ {2}header {4}(Rollcall-Api-Key: school|traceparent: 00-)/),
      expect.stringMatching(/^ {2}header {4}(Rollcall-Api-Key: school|traceparent: 00-)/),
      `  body, ${new TextEncoder().encode(body).length} bytes:`,
      "{",
      `  "event": "participant_left",`,
      `  "name": "\\u202eevil"`,
      "}",
      "",
    ]);
    expect(await letters("show", "4711")).toMatchObject({
      code: 2,
      stderr: "There is no dead letter 4711.\n",
    });
  });
});

describe("sending dead letters once more", () => {
  it("only tells which in a dry run, and wants to know which", async () => {
    const numbers = await giveUp(records);
    const { code, stdout } = await letters("redrive", "--all", "--dry-run");
    expect([code, stdout]).toEqual([0, expect.stringContaining("3 dead letters would be sent once more:")]);
    expect([...(await lying()).keys()]).toEqual(numbers);
    for (const args of [[], ["--all", "--reason", "x"], ["1", "--all"]])
      expect(await letters("redrive", ...args)).toMatchObject({ code: 2, stderr: /by their numbers, or/ });
    expect((await letters("redrive", "x")).stderr).toContain("a letter's number");
  });

  it("takes each out when it is stored, by the path that all evidence takes", async () => {
    const [first = 0, ...others] = await giveUp(records);
    await using _ = await startStandIn(place.bus, place.temporary.store);
    const one = await letters("redrive", `${first}`);
    expect(one).toEqual({ code: 0, stdout: "1 of 1 dead letters are stored now.\n", stderr: "" });
    expect([...(await lying()).keys()]).toEqual(others);
    expect((await letters("redrive", "--reason", "unexpected_error")).stdout).toContain(
      "2 of 2 dead letters",
    );
    expect(await lying()).toEqual(new Map());
    const { store } = place.temporary;
    for (const { id } of records) {
      expect((await store.records([id])).map((record) => record.id)).toEqual([id]);
      expect(await store.stay(id.replace("EV_", ""))).not.toBeNull();
    }
  });

  it("leaves them where they are until their service runs", async () => {
    const numbers = await giveUp(records);
    const { code, stdout } = await letters("redrive", "--all", "--wait", "1");
    expect([code, stdout]).toEqual([1, expect.stringContaining("3 were sent, and nobody is done with them")]);
    expect([...(await lying()).keys()]).toEqual(numbers);
    await using _ = await startStandIn(place.bus, place.temporary.store);
    expect((await letters("redrive", "--all")).code).toBe(0);
    expect((await lying()).size).toBe(0);
  });

  it("keeps what fails again, once, under a new number and with all its tries", async () => {
    const [number = 0] = await giveUp(records.slice(0, 1));
    await using _ = await startStandIn(place.bus, place.temporary.store, always);
    const { code, stdout } = await letters("redrive", `${number}`);
    const [again = 0, ...more] = (await lying()).keys();
    expect([code, more]).toEqual([1, []]);
    expect(stdout).toContain(`  ${number} is ${again} now: unexpected_error, a bug with ${records[0]?.id}`);
    expect((await letters("show", `${again}`)).stdout).toMatch(
      /after 5 attempts\n.*\n.*\n.*\n {2}id +EV_PA_/,
    );
  });

  it("sees that evidence is stored also while an older message holds up the count", async () => {
    const [number = 0] = await giveUp(records.slice(0, 1));
    const { stream, durable } = consumers.attendance;
    await publish(place.bus, { subject: subjects.webhook("unknown"), id: `held ${round}`, body: "held" });
    const consumer = await place.bus.js.consumers.get(stream, durable);
    const held = await consumer.next();
    held?.working();
    await using _ = await startStandIn(place.bus, place.temporary.store);
    expect((await letters("redrive", `${number}`)).stdout).toBe("1 of 1 dead letters are stored now.\n");
    held?.ack();
  });

  it("sends looks back to the verifier", async () => {
    const message = {
      subject: subjects.checkRoom,
      sequence: 3,
      headers: {},
      data: new TextEncoder().encode("{}"),
    };
    const { stream, durable } = consumers.verifier;
    await toDeadLetter(place.bus, {
      stream,
      consumer: durable,
      message,
      code: "unexpected_error",
      attempts: 4,
    });
    const bodies: string[] = [];
    await using _ = await consumeEach(place.bus, { stream, durable }, async ({ data }) => {
      bodies.push(new TextDecoder().decode(data));
      return { is: "done" };
    });
    expect((await letters("redrive", "--all")).stdout).toBe("1 of 1 dead letters are stored now.\n");
    expect(bodies).toEqual(["{}"]);
  });

  it("goes through more than are under way at once, and stops when nobody takes them", async () => {
    const many = Array.from({ length: 120 }, (_, n) => {
      const sid = `PA_${round}_many_${n}`;
      return webhookRecord({ event: "participant_joined", room: "maths", id: `EV_${sid}`, sid });
    });
    await giveUp(many);
    const nobody = await letters("redrive", "--all", "--wait", "1");
    expect(nobody.stdout).toMatch(/50 were sent, and nobody is done.*\n70 were not sent\./);
    await using _ = await startStandIn(place.bus, place.temporary.store);
    expect((await letters("redrive", "--all")).stdout).toBe("120 of 120 dead letters are stored now.\n");
    expect((await lying()).size).toBe(0);
  });
});

it("drops letters for good, when it is told so", async () => {
  const [first = 0] = await giveUp(records);
  const asked = await letters("drop", "--all");
  expect([asked.code, asked.stdout]).toEqual([2, expect.stringContaining("so it needs --yes")]);
  expect((await letters("drop", "--all", "--dry-run", "--yes")).stdout).toContain("Nothing was dropped.");
  expect((await lying()).size).toBe(3);
  expect((await letters("drop", `${first}`, "--yes")).stdout).toBe(
    "Dropped 1 dead letters, 1 unexpected_error.\n",
  );
  expect((await letters("drop", "--reason", "schema_invalid", "--yes")).stdout).toBe("No dead letters.\n");
  expect((await letters("drop", "--reason", "unexpected_error", "--yes")).code).toBe(0);
  expect((await lying()).size).toBe(0);
});
