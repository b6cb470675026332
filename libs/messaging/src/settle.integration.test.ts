import { streams, subjects } from "@rollcall/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deliveryOf } from "../testing/index.ts";
import { inStream } from "../testing/in-stream.ts";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { defaultBackoff } from "./backoff.ts";
import { toDeadLetter, type DeadLetter } from "./dead-letter.ts";
import type { Receipt } from "./delivery.ts";
import { settle } from "./settle.ts";

let own: OwnBus;
beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());

it("tries a message that fails by itself again after 60, 120 and 300 s, and then gives it up", async () => {
  const said: string[] = [];
  const receipt: Receipt = {
    delivery: deliveryOf({ body: "poison", sequence: 7 }),
    ack: () => said.push("ack"),
    nak: (afterMs) => said.push(`again in ${afterMs / 1_000} s`),
    term: (reason) => said.push(`given up: ${reason}`),
    working: () => {},
  };
  const settling = {
    ...{ stream: streams.evidence, durable: "attendance", failures: new Map(), log: own.bus.log },
    keepDead: (letter: DeadLetter) => toDeadLetter(own.bus, letter),
  };
  const outcome = { is: "failed", why: "schema_invalid" } as const;
  for (let failure = 0; failure < 4; failure += 1)
    await settle({ ...settling, backoff: defaultBackoff }, { receipt, outcome }, 0);
  expect(said).toEqual(["again in 60 s", "again in 120 s", "again in 300 s", "given up: schema_invalid"]);
  expect(await inStream(own.bus, streams.dead, subjects.allDead)).toHaveLength(1);
});
