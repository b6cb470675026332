import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalJson } from "@rollcall/store";
import {
  censusRecord,
  listed,
  MemoryStore,
  snapshotRecord,
  ten,
  webhookRecord,
} from "@rollcall/store/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkpointPath } from "./checkpoint.ts";
import { foldArchive, type Rebuilt } from "./fold-archive.ts";
import { foldResumably, Stopped, type Resumable } from "./fold-resumably.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "rollcall-rebuild-"))));
afterEach(() => rm(folder, { recursive: true }));

/** An archive of three pages. */
async function openArchive(): Promise<MemoryStore> {
  const store = new MemoryStore();
  const people = Array.from({ length: 2_300 }, (_, n) => `PA_${n}`);
  await store.archive([
    ...people.map((sid) => webhookRecord({ event: "participant_joined", room: "maths", sid, identity: sid })),
    snapshotRecord({ room: "maths", present: people.map((sid) => listed(sid, sid)) }),
    censusRecord(),
  ]);
  return store;
}

/** The archive, which counts its pages and is interrupted after so many of them. */
function reading(store: MemoryStore, stopAfter = Infinity) {
  const stop = new AbortController();
  const read = { pages: 0 };
  return {
    ...{ read, interruption: stop.signal },
    store: {
      archivedCount: () => store.archivedCount(),
      async *archived(behind?: Parameters<MemoryStore["archived"]>[0]) {
        for await (const page of store.archived(behind)) {
          read.pages += 1;
          if (read.pages >= stopAfter) stop.abort();
          yield page;
        }
      },
    },
  };
}

function fold(archive: ReturnType<typeof reading>, more: Partial<Resumable> = {}) {
  const told: string[] = [];
  const terminal = { write: (text: string) => told.push(text) };
  const path = checkpointPath(folder, ["mongodb://school"]);
  const { interruption } = archive;
  const options = { path, basis: "nobody erased", isFresh: false, terminal, interruption, ...more };
  const folded = foldResumably(archive.store, options).then(async ({ rebuilt, forget }) => {
    await forget();
    return rebuilt;
  });
  return { told, path, folded };
}

const asText = ({ stays, rooms, ...rest }: Rebuilt): string =>
  canonicalJson({ ...rest, stays: Object.fromEntries(stays), rooms: Object.fromEntries(rooms) });

it("goes on where it was stopped, ends where one run does, and leaves nothing behind", async () => {
  const store = await openArchive();
  const first = fold(reading(store, 2));
  await expect(first.folded).rejects.toThrow(Stopped);
  await expect(first.folded).rejects.toThrow(/Stopped after 2000 of 2302 records; the same command goes on/);
  const second = reading(store);
  const { folded, told } = fold(second);
  expect(asText(await folded)).toBe(asText(await foldArchive(store)));
  expect([second.read.pages, told[0]]).toEqual([1, expect.stringContaining("behind the 2000 records")]);
  expect(await readdir(folder)).toEqual([]);
});

it("goes on where a run was that is gone without a word, and shows its checkpoint to its owner alone", async () => {
  const store = await openArchive();
  const { folded, path } = fold(reading(failing(store)), { checkpointEveryMs: 0 });
  await expect(folded).rejects.toThrow("gone");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const second = reading(store);
  expect(asText(await fold(second).folded)).toBe(asText(await foldArchive(store)));
  expect(second.read.pages).toBeLessThan(3);
});

it(
  "begins anew when it is told to, or when the checkpoint is cut off, old, or of another archive",
  { timeout: 60_000 },
  async () => {
    const store = await openArchive();
    const { path, folded } = fold(reading(store, 2));
    await expect(folded).rejects.toThrow(Stopped);
    const whole = await readFile(path, "utf8");
    const pagesWith = async (text: string, more?: Partial<Resumable>) => {
      await writeFile(path, text);
      const archive = reading(store);
      await fold(archive, more).folded;
      return archive.read.pages;
    };
    expect(await pagesWith(whole)).toBe(1);
    expect(await pagesWith(whole, { isFresh: true })).toBe(3);
    expect(await pagesWith(whole, { basis: "somebody erased" })).toBe(3);
    expect(await pagesWith(whole.slice(0, -2))).toBe(3);
    expect(await pagesWith(whole.slice(0, whole.length / 2))).toBe(3);
    expect(await pagesWith(whole.replace(/"savedAt":\d+/, `"savedAt":${ten}`))).toBe(3);
    expect(await pagesWith("{}\n")).toBe(3);
    expect(checkpointPath(folder, ["mongodb://school", ten])).not.toBe(path);
  },
);

it("need not fold again when it was long and what follows is stopped", { timeout: 60_000 }, async () => {
  const store = await openArchive();
  const options = { path: join(folder, "place"), basis: "", isFresh: false, terminal: { write: () => {} } };
  const first = reading(store);
  await foldResumably(first.store, { ...options, interruption: first.interruption, checkpointEveryMs: 0 });
  const second = reading(store);
  const { rebuilt, forget } = await foldResumably(second.store, {
    ...options,
    interruption: second.interruption,
  });
  expect([second.read.pages, asText(rebuilt)]).toEqual([0, asText(await foldArchive(store))]);
  await forget();
  expect(await readdir(folder)).toEqual([]);
});

it("goes on without a checkpoint where none can be written, and says so once", async () => {
  const store = await openArchive();
  const archive = reading(store);
  const told: string[] = [];
  const { rebuilt } = await foldResumably(archive.store, {
    ...{
      path: "/dev/null/rebuild.checkpoint",
      basis: "",
      isFresh: false,
      interruption: archive.interruption,
    },
    ...{ terminal: { write: (text) => told.push(text) }, checkpointEveryMs: 0 },
  });
  expect(rebuilt.stays.size).toBe(2_300);
  expect(told).toEqual([expect.stringMatching(/^No checkpoint can be kept/)]);
});

/** Gives one page and fails, as a database that goes away for good. */
function failing(store: MemoryStore): MemoryStore {
  return Object.assign(new MemoryStore(), {
    archivedCount: () => store.archivedCount(),
    async *archived(behind?: Parameters<MemoryStore["archived"]>[0]) {
      for await (const page of store.archived(behind)) {
        yield page;
        throw new Error("gone");
      }
    },
  });
}
