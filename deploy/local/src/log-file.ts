import { closeSync, openSync, renameSync, writeSync } from "node:fs";

const sizeLimit = 20_000_000;

/** A file of log lines that never grows beyond 20 MB; what was there before is kept once, under `<path>.1`. */
export class LogFile {
  readonly #path: string;
  #file: number;
  #size = 0;

  constructor(path: string) {
    this.#path = path;
    this.#file = openNew(path);
  }

  write(line: string): void {
    this.#size += writeSync(this.#file, `${line}\n`);
    if (this.#size < sizeLimit) return;
    closeSync(this.#file);
    this.#file = openNew(this.#path);
    this.#size = 0;
  }
}

function openNew(path: string): number {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    // There is none before the first start.
  }
  return openSync(path, "w");
}
