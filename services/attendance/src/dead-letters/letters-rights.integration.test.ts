import { readFileSync } from "node:fs";
import {
  endpoints,
  lettersRedrivenSchema,
  lettersSchema,
  streams,
  subjects,
  type EvidenceRecord,
} from "@rollcall/contracts";
import { ensureTopology, openBus, request, toDeadLetter, type Bus } from "@rollcall/messaging";
import { startNats } from "@rollcall/servers";
import { MemoryStore, snapshotRecord, webhookRecord } from "@rollcall/store/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buryRecord } from "../../testing/bury-record.ts";
import { log, shortBackoff, smallLimits } from "../../testing/world.ts";
import { consumeEvidence } from "../consume-evidence.ts";
import { serveLetters } from "./serve-letters.ts";

const permissions = new URL("../../../../deploy/nats/permissions.conf", import.meta.url);
const opened = new AsyncDisposableStack();
const store = new MemoryStore();
let attendance: Bus;
let query: Bus;

beforeAll(async () => {
  const extraConfig = readFileSync(permissions, "utf8").replaceAll(/\$\{(\w+)Password\}/g, "$1-password");
  const nats = opened.use(await startNats({ extraConfig }));
  const open = async (name: string) => {
    const url = nats.url.replace("://", `://${name}:${name}-password@`);
    return opened.use(await openBus({ url, name, log }));
  };
  await ensureTopology(await open("prepare"), smallLimits);
  [attendance, query] = [await open("attendance"), await open("query")];
  opened.use(await consumeEvidence({ bus: attendance, store, log, backoff: shortBackoff }));
  opened.use(await serveLetters(attendance, store));
  await attendance.nc.flush();
});
afterAll(() => opened.disposeAsync());

const ask = (subject: string, body: unknown) => request(query, subject, body, { timeoutMs: 30_000 });

it("attendance does all that query asks about dead letters with the rights of its own user", async () => {
  const records: readonly EvidenceRecord[] = [
    webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_1" }),
    snapshotRecord({ room: "maths", present: [] }),
  ];
  for (const [place, record] of records.entries()) await buryRecord(attendance, record, 1_000 + place);
  await toDeadLetter(attendance, {
    ...{ stream: streams.checks, consumer: "verifier", code: "unexpected_error", attempts: 4 },
    message: { subject: subjects.checkRoom, headers: {}, data: new Uint8Array(), sequence: 1 },
  });
  const { letters } = lettersSchema.parse(await ask(endpoints.letters, {}));
  const [look, ...evidence] = letters.map(({ number }) => number);
  expect(await ask(endpoints.letter, { number: look })).toMatchObject({ subject: subjects.checkRoom });
  const redriven = await ask(endpoints.redrive, { numbers: evidence });
  expect(lettersRedrivenSchema.parse(redriven)).toMatchObject({ stored: 2, failed: [], waiting: [] });
  expect(await ask(endpoints.drop, { all: true })).toEqual({ dropped: 1, left: 0 });
  expect(await ask(endpoints.letters, {})).toMatchObject({ total: 0 });
  for (const { id } of records) expect(await store.records([id])).toHaveLength(1);
});
