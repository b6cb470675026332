import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigProblems } from "@rollcall/runtime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chooseLiveKit } from "./choose-livekit.ts";
import { makeSettings } from "./make-settings.ts";
import { keptSecrets } from "./secrets.ts";

const yours = {
  LIVEKIT_URL: "wss://meet.example.org",
  LIVEKIT_API_KEY: "school",
  LIVEKIT_API_SECRET: "a-secret-of-at-least-32-characters",
};
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "rollcall-settings-"))));
afterAll(() => rm(folder, { recursive: true }));

const read = (path: string) => readFile(join(folder, path), "utf8");

it("keeps the secrets that it made, for their owner alone", async () => {
  const secrets = await keptSecrets(folder);
  expect(await keptSecrets(folder)).toEqual(secrets);
  expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
  const all = [secrets.apiSecret, ...Object.values(secrets.nats)];
  expect(new Set(all).size).toBe(7);
  for (const secret of all) expect(secret.length).toBeGreaterThan(40);
});

it("gives each program its own user of NATS and nobody else's, and fills in the templates", async () => {
  const secrets = await keptSecrets(folder);
  await makeSettings(folder, chooseLiveKit({}, secrets), secrets);
  for (const program of ["ingress", "attendance", "verifier", "query", "prepare"] as const) {
    const settings = await read(`${program}/settings.env`);
    expect(settings).toContain(`NATS_URL='nats://${program}:${secrets.nats[program]}@nats:4222'`);
    const others = Object.entries(secrets.nats).filter(([user]) => user !== program);
    for (const [, password] of others) expect(settings).not.toContain(password);
    expect(settings.includes(secrets.apiSecret)).toBe(["ingress", "verifier", "query"].includes(program));
  }
  expect(await read("nats/nats.conf")).toMatch(/sync_interval: always[^]*user: ingress/);
  expect(await read("livekit/livekit.yaml")).toContain("http://ingress:8081/livekit/webhook");
  for (const path of ["nats/nats.conf", "livekit/livekit.yaml"])
    expect(await read(path)).not.toMatch(/\$\{\w/);
});

it("takes the LiveKit that the environment names, and says what is missing", async () => {
  const secrets = await keptSecrets(folder);
  expect(chooseLiveKit({}, secrets)).toMatchObject({ url: "ws://livekit:7880", isOurs: true });
  expect(chooseLiveKit(yours, secrets)).toMatchObject({
    url: yours.LIVEKIT_URL,
    apiKey: "school",
    isOurs: false,
  });
  expect(() => chooseLiveKit({ LIVEKIT_URL: yours.LIVEKIT_URL }, secrets)).toThrow(ConfigProblems);
  expect(() => chooseLiveKit({ ...yours, LIVEKIT_API_SECRET: "" }, secrets)).toThrow(
    "LIVEKIT_API_SECRET is not set: it is needed with LIVEKIT_URL",
  );
});
