import { Svcm } from "@nats-io/services";
import { CodedError } from "@rollcall/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { request } from "./request.ts";
import { serveMicro, type Endpoint } from "./serve-micro.ts";

const subject = "attendance.v1.status";
let own: OwnBus;

beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());

const serve = (answer: Endpoint["answer"], maxInFlight?: number) =>
  serveMicro(own.bus, {
    name: "attendance",
    version: "1.0.0",
    description: "Who is in which meeting",
    endpoints: [{ subject, answer, metadata: { schema: "status" } }],
    ...(maxInFlight === undefined ? {} : { maxInFlight }),
  });
const ask = (body?: unknown, timeoutMs = 2000) =>
  request(own.bus, subject, body, { timeoutMs, away: "verifier_unavailable" });

it("answers JSON with JSON and can be discovered", async () => {
  await using service = await serve((body) => Promise.resolve({ asked: body ?? null }));
  expect(service).toBeDefined();
  expect(await ask({ room: "Klasse 7b" })).toEqual({ asked: { room: "Klasse 7b" } });
  expect(await ask()).toEqual({ asked: null });
  const found = [];
  for await (const info of await new Svcm(own.bus.nc).client().info("attendance"))
    found.push(...info.endpoints);
  expect(found).toMatchObject([{ name: "status", subject, metadata: { schema: "status" } }]);
});

it("answers with the code of what was thrown, and hides what a bug says", async () => {
  await using service = await serve(async (body) => {
    await Promise.resolve();
    if (body === "bug") throw new Error("something private");
    throw new CodedError("not_found");
  });
  expect(service).toBeDefined();
  await expect(ask("x")).rejects.toMatchObject({ code: "not_found" });
  await expect(ask("bug")).rejects.toMatchObject({ code: "unexpected_error" });
  const raw = await own.bus.nc.request(subject, "{");
  expect([raw.headers?.get("Nats-Service-Error-Code"), raw.headers?.get("Nats-Service-Error")]).toEqual([
    "400",
    "parameter_invalid",
  ]);
});

it("says that nobody answers, whether nobody is there or nobody is in time", async () => {
  await expect(ask()).rejects.toMatchObject({ code: "verifier_unavailable" });
  const released = Promise.withResolvers<void>();
  await using service = await serve(() => released.promise);
  expect(service).toBeDefined();
  await expect(ask(undefined, 50)).rejects.toMatchObject({ code: "verifier_unavailable" });
  released.resolve();
});

it("answers what is under way when it stops, and refuses more than it can bear", async () => {
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const service = await serve(async () => {
    entered.resolve();
    await released.promise;
    return "answered";
  }, 1);
  const first = ask();
  await entered.promise;
  await expect(ask()).rejects.toMatchObject({ code: "bus_unavailable" });
  const stopped = service[Symbol.asyncDispose]();
  released.resolve();
  expect(await first).toBe("answered");
  await stopped;
  await expect(ask()).rejects.toMatchObject({ code: "verifier_unavailable" });
});
