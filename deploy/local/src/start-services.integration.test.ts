import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { standInServices } from "./service-names.ts";
import { startServices, type ServicesOptions } from "./start-services.ts";

const standIn = fileURLToPath(new URL("../testing/stand-in.ts", import.meta.url));

const options: ServicesOptions = {
  natsUrl: "nats://127.0.0.1:1",
  mongodbUrl: "mongodb://127.0.0.1:2",
  livekitUrl: "ws://127.0.0.1:3",
  apiKey: "key",
  apiSecret: "secret",
  nodeArguments: standInServices(standIn),
};

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}

it("starts all four and stops them", async () => {
  const services = await startServices(options);
  expect(await answers(services.ingressUrl)).toBe(true);
  expect(await answers(services.queryUrl)).toBe(true);
  expect(services.output("attendance")).toMatch(/attendance starts as \d+ with nats:\/\/127.0.0.1:1/);
  await services[Symbol.asyncDispose]();
  expect(await answers(services.ingressUrl)).toBe(false);
  expect(services.service("query").pid).toBeUndefined();
});

it("leaves a killed service down until it is restarted on its port", async () => {
  await using services = await startServices(options);
  const query = services.service("query");
  const before = query.pid;
  await query.kill();
  expect(query.pid).toBeUndefined();
  expect(await answers(services.queryUrl)).toBe(false);
  await query.restart();
  expect(query.pid).not.toBe(before);
  expect(await answers(services.queryUrl)).toBe(true);
});

it("tells which service cannot start, with its last lines, and stops the others", async () => {
  const failing = startServices({ ...options, env: { STAND_IN_VERIFIER: "fail" } });
  await expect(failing).rejects.toThrow(/verifier ended before it was ready[^]*finds a wrong setting/);
});
