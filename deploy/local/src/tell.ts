import type { Progress } from "@rollcall/servers";

export type Teller = {
  /** A line that stays. */
  readonly line: (text: string) => void;
  /** How a longer step goes: rewritten in place on a terminal, else told every ten seconds. */
  readonly progress: (progress: Progress) => void;
};

export type Output = { readonly isTTY?: boolean | undefined; write(text: string): unknown };

export function createTeller(output: Output): Teller {
  const isTerminal = output.isTTY === true;
  let isLineOpen = false;
  return {
    line(text) {
      output.write(isLineOpen ? `\n${text}\n` : `${text}\n`);
      isLineOpen = false;
    },
    progress({ server, doing, elapsedSeconds }) {
      const text = `${server}: ${doing} (${elapsedSeconds} s)`;
      if (isTerminal) output.write(`\r\u001b[K${text}`);
      else if (elapsedSeconds % 10 === 0) output.write(`${text}\n`);
      isLineOpen = isTerminal;
    },
  };
}
