import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isAlive } from "@rollcall/servers/testing";
import { acquire } from "./acquire.ts";
import type { Progress } from "./progress.ts";
import { liveKitKind, natsKind } from "./server-kind.ts";

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-acquire-"));
  await mkdir(join(folder, "bin"));
  env = {
    // What the scripts below need, but none of the tools that could fetch something for real.
    PATH: join(folder, "bin"),
    HOME: folder,
    ROLLCALL_CACHE: join(folder, "cache"),
  };
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const noEngine = () => Promise.resolve("no container engine answers");

/** Puts a shell script on the PATH of the test. */
async function install(name: string, script: string): Promise<string> {
  const path = join(folder, "bin", name);
  await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A `go` that notes each call and "builds" a livekit-server. */
function installGo(): Promise<string> {
  const server = `printf '#!/bin/sh\\necho livekit-server version 1.13.5\\n' > "$GOBIN/server"`;
  return install("go", `echo "$@" >> ${folder}/calls\nsleep 0.2\n${server}\nchmod +x "$GOBIN/server"`);
}

it("uses a given URL and looks no further", async () => {
  expect(await acquire(natsKind, { url: "nats://there:4222", env })).toEqual({
    from: "url",
    url: "nats://there:4222",
  });
});

it("uses a program on PATH that is new enough", async () => {
  const path = await install("nats-server", "echo nats-server: v2.14.0");
  expect(await acquire(natsKind, { env })).toEqual({ from: "program", path });
});

it("passes over a program on PATH that is too old", async () => {
  await install("livekit-server", "echo livekit-server version 1.9.0");
  await installGo();
  const path = join(folder, "cache", "livekit-server-1.13.5", "livekit-server");
  expect(await acquire(liveKitKind, { env })).toEqual({ from: "program", path });
});

it("builds once, then finds it in the cache", async () => {
  await installGo();
  const first = await acquire(liveKitKind, { env });
  const second = await acquire(liveKitKind, { env });
  expect(second).toEqual(first);
  expect(await readFile(join(folder, "calls"), "utf8")).toBe(
    "install github.com/livekit/livekit-server/cmd/server@v1.13.5\n",
  );
});

it("builds once when several ask at the same time, and leaves only the result", async () => {
  await installGo();
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => acquire(liveKitKind, { env })));
  expect([two, three]).toEqual([one, one]);
  expect((await readFile(join(folder, "calls"), "utf8")).trim().split("\n")).toHaveLength(1);
  expect(await readdir(join(folder, "cache"))).toEqual(["livekit-server-1.13.5"]);
});

it("takes over from a process that died while it was building", async () => {
  await installGo();
  await mkdir(join(folder, "cache"));
  const pid = 2 ** 22 - 3;
  await writeFile(join(folder, "cache", "livekit-server-1.13.5.lock"), String(pid));
  expect(await acquire(liveKitKind, { env })).toMatchObject({ from: "program" });
});

it("tells how long the building has been going on", async () => {
  await installGo();
  const told: Progress[] = [];
  await acquire(liveKitKind, { env, onProgress: (progress) => told.push(progress) });
  expect(told[0]).toEqual({ server: "livekit-server", doing: "building 1.13.5 with go", elapsedSeconds: 0 });
});

it("keeps nothing that does not run", async () => {
  await install("go", 'printf "not a program" > "$GOBIN/server"; chmod +x "$GOBIN/server"');
  await expect(acquire(liveKitKind, { env }, noEngine)).rejects.toThrow("does not run here");
  expect(await readdir(join(folder, "cache"))).toEqual([]);
});

it("ends a build, with its children, when it is aborted", async () => {
  await install("go", `sleep 1000 & echo $! > ${folder}/child; wait`);
  const stop = new AbortController();
  const building = acquire(liveKitKind, { env, signal: stop.signal });
  const child = await vi.waitFor(async () => {
    const pid = Number(await readFile(join(folder, "child"), "utf8"));
    expect(pid).toBeGreaterThan(0);
    return pid;
  }, 10_000);
  stop.abort(new Error("stopped by the test"));
  await expect(building).rejects.toThrow("stopped by the test");
  await vi.waitFor(() => expect(isAlive(child)).toBe(false), 10_000);
  expect(await readdir(join(folder, "cache"))).toEqual([]);
});

it("names the server, what was tried and every way to get it when nothing works", async () => {
  await install("nats-server", "echo nats-server: v2.9.10");
  await install("go", "echo go: no network; exit 1");
  const failing = acquire(natsKind, { env }, noEngine);
  await expect(failing).rejects.toMatchObject({ code: "server_unavailable" });
  const message = await failing.catch((error: Error) => error.message);
  expect(message).toContain("Rollcall needs nats-server");
  expect(message).toContain("nats-server is 2.9.10, older than 2.14.0");
  expect(message).toContain("no pip on PATH");
  expect(message).toContain("go: no network");
  expect(message).toContain("set NATS_URL");
  expect(message).toContain("go install github.com/nats-io/nats-server/v2@v2.15.1");
  expect(message).toContain("container: no container engine answers");
});
