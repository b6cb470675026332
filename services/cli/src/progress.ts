export interface Terminal {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const everyMs = 1_000;

/** Tells how many records were read, at most once a second: on one line of a terminal, else line by line. */
export function tellProgress(terminal: Terminal, now: () => number): (records: number) => void {
  let toldAt = now();
  return (records) => {
    if (now() - toldAt < everyMs) return;
    toldAt = now();
    terminal.write(
      terminal.isTTY === true ? `\rArchive: ${records} records …` : `Archive: ${records} records …\n`,
    );
  };
}
