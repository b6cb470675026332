import type { Terminal } from "./surroundings.ts";

export interface Progress {
  tell(done: number): void;
  /** Takes the line away again from a terminal. */
  end(): void;
}

export interface Work {
  /** What is gone through, such as `Archive`. */
  readonly what: string;
  /** What it consists of, such as `records`. */
  readonly of: string;
  /** How many there are, about; 0 when nobody knows. */
  readonly total: number;
  /** How many were done before. */
  readonly from?: number;
}

const terminalEveryMs = 200;
const lineEveryMs = 2_000;
const barWidth = 24;
/** Before that a rate says nothing. */
const rateAfterMs = 1_000;

/** Tells how far a long work is and how long it takes yet: on one line of a terminal, else now and then on a line. */
export function createProgress(terminal: Terminal, work: Work, now = () => performance.now()): Progress {
  const isTerminal = terminal.isTTY === true;
  const startedAt = now();
  let toldAt = startedAt;
  let isShown = false;
  return {
    tell(done) {
      if (now() - toldAt < (isTerminal ? terminalEveryMs : lineEveryMs)) return;
      toldAt = now();
      isShown = true;
      const parts = [`${work.what}:`, ...partsOf(work, done, toldAt - startedAt, isTerminal)];
      terminal.write(isTerminal ? `\r\u001B[K${parts.join(" ")}` : `${parts.join(" ")}\n`);
    },
    end() {
      if (isTerminal && isShown) terminal.write("\r\u001B[K");
    },
  };
}

function partsOf(
  { of, total, from = 0 }: Work,
  done: number,
  elapsedMs: number,
  hasBar: boolean,
): readonly string[] {
  if (total === 0) return [`${done} ${of} …`];
  const share = Math.min(1, done / total);
  const filled = Math.round(share * barWidth);
  const bar = hasBar ? [`[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}]`] : [];
  const leftMs = ((total - done) / (done - from)) * elapsedMs;
  const isKnown = elapsedMs >= rateAfterMs && done > from && done < total;
  const left = isKnown ? [`about ${leftText(leftMs)} left`] : [];
  return [
    ...bar,
    [`${Math.floor(share * 100)} %`, `${done} of ${Math.max(total, done)} ${of}`, ...left].join(", "),
  ];
}

function leftText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  const minutes = Math.round(seconds / 60);
  if (seconds < 100) return `${seconds} s`;
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
