import type { Environment } from "@rollcall/runtime";

export interface Terminal {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** What a command may touch of the process that it runs in. */
export interface Surroundings {
  readonly env: Environment;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** From the first call on, Ctrl-C and SIGTERM no longer end the process but abort this signal. */
  readonly interruption: () => AbortSignal;
}
