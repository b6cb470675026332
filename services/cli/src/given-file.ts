import { readFile, writeFile } from "node:fs/promises";
import { ConfigProblems } from "@rollcall/runtime";
import { shown } from "./shown.ts";

/** What a file holds that somebody named. Throws `ConfigProblems` when it cannot be read. */
export async function readGiven(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ConfigProblems([`${shown(path)} cannot be read: ${reasonOf(error)}.`]);
  }
}

/** Writes a file that must not exist yet. Throws `ConfigProblems` when it cannot be written. */
export async function writeNew(path: string, text: string, mode = 0o644): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx", mode });
  } catch (error) {
    if (codeOf(error) === "EEXIST") {
      throw new ConfigProblems([`${shown(path)} exists already, and is not overwritten.`]);
    }
    throw new ConfigProblems([`${shown(path)} cannot be written: ${reasonOf(error)}.`]);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  EACCES: "it may not be touched by this user",
  ENOSPC: "the disk is full",
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

const reasonOf = (error: unknown): string =>
  reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
