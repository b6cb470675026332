import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether this user may mount a file system: root, on Linux. */
export const canMount = (): boolean => process.platform === "linux" && process.getuid?.() === 0;

/** Puts a small file system in a folder's place until it is disposed. */
export async function mountSmallDisk(folder: string, mebibytes: number): Promise<AsyncDisposable> {
  await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "rollcall-faults", folder]);
  return { [Symbol.asyncDispose]: async () => void (await run("umount", [folder])) };
}

/** JetStream by itself takes no stream that may grow larger than the disk. */
export const trustingJetStream = (folder: string): string =>
  `jetstream { store_dir: "${folder}/jetstream", sync_interval: always, max_file_store: 10GB }`;
