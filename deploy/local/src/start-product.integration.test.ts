import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@rollcall/servers";
import { isAlive, testAddresses } from "@rollcall/servers/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Product } from "../testing/product.ts";
import { serviceNames } from "./service-names.ts";

let given: Record<string, string>;
const livekit = createServer((_, response) =>
  response.setHeader("content-type", "application/json").end("{}"),
);

beforeAll(async () => {
  const port = await freePort();
  livekit.listen(port, "127.0.0.1");
  await once(livekit, "listening");
  const { natsUrl, mongodbUrl } = testAddresses();
  const key = { LIVEKIT_API_KEY: "lessons", LIVEKIT_API_SECRET: "a-secret" };
  given = { NATS_URL: natsUrl, MONGODB_URL: mongodbUrl, LIVEKIT_URL: `ws://127.0.0.1:${port}`, ...key };
});

afterAll(() => {
  livekit.closeAllConnections();
  livekit.close();
});

async function allPids(product: Product): Promise<number[]> {
  return (await Promise.all(serviceNames.map((name) => product.pidsOf(name)))).flat();
}

it.each([["SIGTERM"], ["SIGINT"], ["SIGHUP"]] as const)("stops everything on %s", async (signal) => {
  await using product = await Product.start(given);
  await product.says("Rollcall is running.");
  const pids = await allPids(product);
  expect(pids.map(isAlive)).toEqual([true, true, true, true]);
  product.signal(signal);
  expect(await product.ends()).toBe(0);
  expect(pids.map(isAlive)).toEqual([false, false, false, false]);
});

it("goes on stopping in order when the signal comes again", async () => {
  await using product = await Product.start({ ...given, STAND_IN_INGRESS: "linger" });
  await product.says("Rollcall is running.");
  product.signal("SIGINT");
  await product.says("Stopping.");
  product.signal("SIGINT");
  product.signal("SIGTERM");
  expect(await product.ends()).toBe(0);
  expect((await allPids(product)).map(isAlive)).toEqual([false, false, false, false]);
  expect(await readFile(join(product.dataDir, "logs", "query.log"), "utf8")).toContain("query stops");
});

it("stops everything when only npm gets the signal", async () => {
  await using product = await Product.start(given, { byNpm: true });
  await product.says("Rollcall is running.");
  const pids = await allPids(product);
  product.signal("SIGTERM");
  await product.ends();
  await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false, false, false]), 15_000);
});

it("ends a build when the signal comes during the start", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-build-"));
  const go = join(folder, "go");
  await writeFile(go, `#!/bin/sh\nPATH=/usr/bin:/bin\nsleep 1000 & echo $! > ${folder}/child; wait\n`);
  await chmod(go, 0o755);
  const noLiveKit = { LIVEKIT_URL: "", LIVEKIT_API_KEY: "", LIVEKIT_API_SECRET: "" };
  await using product = await Product.start({ ...given, ...noLiveKit, PATH: folder, ROLLCALL_CACHE: folder });
  await product.says("building");
  const child = await vi.waitFor(async () => {
    const pid = Number(await readFile(join(folder, "child"), "utf8"));
    expect(pid).toBeGreaterThan(0);
    return pid;
  }, 10_000);
  product.signal("SIGTERM");
  expect(await product.ends()).toBe(0);
  await vi.waitFor(() => expect(isAlive(child)).toBe(false), 10_000);
  await rm(folder, { recursive: true, force: true });
});

it("brings back a service that dies, and says so", async () => {
  await using product = await Product.start(given);
  await product.says("Rollcall is running.");
  const [first] = await product.pidsOf("verifier");
  process.kill(first ?? 0, "SIGKILL");
  await product.says("verifier was ended by SIGKILL; it is started again");
  await product.says("verifier is back");
  const pids = await product.pidsOf("verifier");
  expect(isAlive(pids.at(-1) ?? 0)).toBe(true);
});

it("ends with a failure and the last lines when a service dies again and again", async () => {
  await using product = await Product.start({ ...given, STAND_IN_QUERY: "die" });
  await product.says("query died five times within a minute, the last time it ended with code 7.");
  expect(await product.ends()).toBe(1);
  expect(product.output).toContain("  | query starts as");
  expect((await allPids(product)).map(isAlive)).not.toContain(true);
});

it("tells why a service cannot start", async () => {
  await using product = await Product.start({ ...given, STAND_IN_ATTENDANCE: "fail" });
  expect(await product.ends()).toBe(1);
  expect(product.output).toContain("attendance ended before it was ready");
  expect(product.output).toContain("attendance finds a wrong setting");
});

it("names every setting that is wrong", async () => {
  await using product = await Product.start({ ...given, LIVEKIT_URL: "ftp://x", VERIFY_INTERVAL_MS: "soon" });
  expect(await product.ends()).toBe(1);
  expect(product.output).toContain("LIVEKIT_URL: must be an address");
  expect(product.output).toContain("VERIFY_INTERVAL_MS: must be a whole number");
});

it("names the variable of a port that is taken", async () => {
  const port = new URL(given["LIVEKIT_URL"] ?? "").port;
  await using product = await Product.start({ ...given, INGRESS_PORT: port });
  expect(await product.ends()).toBe(1);
  expect(product.output).toContain(`INGRESS_PORT: port ${port} is taken by another program`);
});

it("names the variable of an address where nobody answers", async () => {
  await using product = await Product.start({ ...given, MONGODB_URL: "mongodb://127.0.0.1:9/" });
  expect(await product.ends()).toBe(1);
  expect(product.output).toContain("MONGODB_URL=mongodb://127.0.0.1:9/: no mongod answers there");
});

it("refuses a data folder that is in use", async () => {
  await using first = await Product.start(given);
  await first.says("Rollcall is running.");
  await using second = await Product.start(given, { dataDir: first.dataDir });
  expect(await second.ends()).toBe(1);
  expect(second.output).toMatch(/DATA_DIR=.* is in use by process \d+/);
});

it("runs servers of its own, leaves none behind, and finds key and data again", async () => {
  const own = { NATS_URL: "", MONGODB_URL: "", LIVEKIT_URL: "", LIVEKIT_API_KEY: "", LIVEKIT_API_SECRET: "" };
  const dataDir = await mkdtemp(join(tmpdir(), "rollcall-own-"));
  const key = () => readFile(join(dataDir, "livekit-key.json"), "utf8");
  const addresses: string[] = [];
  const keys: string[] = [];
  for (const round of [1, 2]) {
    await using product = await Product.start(own, { dataDir });
    await product.says("Rollcall is running.");
    keys.push(await key());
    const running: unknown = JSON.parse(await readFile(join(dataDir, "running.json"), "utf8"));
    expect(running, `round ${round}`).toMatchObject({ livekitUrl: expect.stringMatching(/^ws:/) });
    for (const [url] of product.output.matchAll(/(?:ws|nats|mongodb):\/\/127.0.0.1:\d+/g))
      addresses.push(url);
    product.signal("SIGTERM");
    expect(await product.ends()).toBe(0);
  }
  expect(keys[1]).toBe(keys[0]);
  expect(addresses).toHaveLength(6);
  for (const url of addresses)
    await expect(fetch(url.replace(/^\w+/, "http"))).rejects.toThrow("fetch failed");
  await rm(dataDir, { recursive: true, force: true });
});
