import { spawn } from "node:child_process";

// Waits for the end of its input, which is the end of this process however it came, then stops the group:
// first politely, so that data is flushed, after five seconds by force.
const script = `
read -r _
kill -TERM "-$1" 2>/dev/null || exit 0
i=0
while [ "$i" -lt 50 ]; do
  kill -0 "-$1" 2>/dev/null || exit 0
  sleep 0.1
  i=$((i + 1))
done
kill -KILL "-$1" 2>/dev/null
`;

/**
 * Ties the process group `group` to the life of this process, also when this process is killed with SIGKILL.
 * Returns the function that unties it, to be called when the group has ended.
 */
export function leash(group: number): () => void {
  const keeper = spawn("sh", ["-c", script, "rollcall-leash", String(group)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  keeper.on("error", () => undefined);
  keeper.stdin.on("error", () => undefined);
  keeper.unref();
  return () => keeper.kill("SIGKILL");
}
