import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addressOf, findAddresses } from "./addresses.ts";

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "rollcall-cli-"));
  const addresses = { pid: 1, natsUrl: "nats://127.0.0.1:1", mongodbUrl: "mongodb://127.0.0.1:2" };
  await writeFile(join(dataDir, "running.json"), JSON.stringify(addresses));
});

afterAll(() => rm(dataDir, { recursive: true }));

it("finds the servers of a running start in its data folder", async () => {
  const addresses = await findAddresses({ DATA_DIR: dataDir });
  expect(addressOf("NATS_URL", addresses)).toBe("nats://127.0.0.1:1");
  expect(addressOf("MONGODB_URL", addresses)).toBe("mongodb://127.0.0.1:2");
});

it("prefers what the environment says", async () => {
  const addresses = await findAddresses({
    DATA_DIR: dataDir,
    MONGODB_URL: "mongodb://db.example.org/school",
  });
  expect(addressOf("MONGODB_URL", addresses)).toBe("mongodb://db.example.org/school");
  expect(addressOf("NATS_URL", addresses)).toBe("nats://127.0.0.1:1");
});

it("names the variable when nobody says where a server is", async () => {
  const addresses = await findAddresses({ DATA_DIR: join(dataDir, "none") });
  expect(() => addressOf("MONGODB_URL", addresses)).toThrow(/^MONGODB_URL is not set/);
});

it("refuses an address of another protocol", async () => {
  await expect(findAddresses({ MONGODB_URL: "http://127.0.0.1" })).rejects.toThrow(/MONGODB_URL/);
});
