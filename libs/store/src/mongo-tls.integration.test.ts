import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@rollcall/runtime";
import { startMongo } from "@rollcall/servers";
import { createAuthority, writeCertified } from "@rollcall/servers/testing";
import { expect, it } from "vitest";
import { inspectMongo } from "./inspect-mongo.ts";
import { openMongoStore } from "./open-mongo-store.ts";

it("speaks TLS when the address says so, and believes no other authority than the one that it names", async () => {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "rollcall-mongo-tls-"));
  opened.defer(() => rm(folder, { recursive: true }));
  const authority = createAuthority();
  const { certFile: caFile } = await writeCertified(folder, "authority", authority);
  const { certFile: othersCaFile } = await writeCertified(folder, "others", createAuthority());
  const { bothFile: certificateKeyFile } = await writeCertified(folder, "mongod", authority.issue());
  const mongo = opened.use(await startMongo({ tls: { certificateKeyFile, caFile } }));

  const log = createLogger("test", { level: "silent" });
  const store = opened.use(await openMongoStore({ url: mongo.url, log, createIndexes: true }));
  await expect(store.ping()).resolves.toBeUndefined();
  expect((await inspectMongo({ url: mongo.url })).missingIndexes).toEqual([]);

  const open = (url: string) => openMongoStore({ url, log, startLimitMs: 0, answerLimitMs: 1_000 });
  await expect(
    open(mongo.url.replace(encodeURIComponent(caFile), encodeURIComponent(othersCaFile))),
  ).rejects.toMatchObject({
    code: "store_unavailable",
    message: expect.stringMatching(/^MONGODB_URL: MongoDB cannot be reached \(.*certificate/),
  });
  await expect(open(mongo.url.replace(/&tls=.*/, ""))).rejects.toMatchObject({ code: "store_unavailable" });
});
