import { expect, it, vi } from "vitest";
import { runProcess } from "./run-process.ts";

const shell = (script: string) => runProcess({ command: "sh", args: ["-c", script] });

it("tells how a program ended, with its last lines", async () => {
  const running = await shell("echo out; echo err >&2; exit 3");
  expect(await running.exited).toEqual({ code: 3, signal: null });
  expect(running.lastLines()).toEqual(expect.arrayContaining(["out", "err"]));
  expect(running.hasExited()).toBe(true);
});

it("keeps only the end of a long output", async () => {
  const running = await shell('i=0; while [ "$i" -lt 500 ]; do i=$((i + 1)); echo "line $i"; done');
  await running.exited;
  expect(running.lastLines()).toHaveLength(60);
  expect(running.lastLines().at(-1)).toBe("line 500");
});

it("kills a program that ignores SIGTERM when its time is over", async () => {
  const running = await shell('trap "" TERM; echo ready; while :; do sleep 0.05; done');
  await vi.waitFor(() => expect(running.lastLines()).toContain("ready"), 10_000);
  expect(await running.stop(100)).toEqual({ code: null, signal: "SIGKILL" });
});

it("stops a program that is frozen", async () => {
  const running = await shell("while :; do sleep 0.05; done");
  running.signal("SIGSTOP");
  expect(await running.stop(30_000)).toEqual({ code: null, signal: "SIGTERM" });
});

it("rejects when the program cannot be started", async () => {
  await expect(runProcess({ command: "/no/such/program", args: [] })).rejects.toThrow("ENOENT");
});
