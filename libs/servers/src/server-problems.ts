import { describePackage } from "./fetch-package.ts";
import type { ServerKind } from "./server-kind.ts";

/** A server could not be got in any way; the message says what was tried and what can be done. */
export class ServerUnavailable extends Error {
  readonly code = "server_unavailable";

  constructor(kind: ServerKind, problems: readonly string[]) {
    const ways = [
      `set ${kind.variable} to a running one`,
      `install ${kind.name} ${kind.oldest} or newer on PATH`,
      ...kind.packages.map((source) => `make this work: ${describePackage(source)}`),
      "start a container engine (Docker)",
    ];
    super(
      `Rollcall needs ${kind.name} and found no way to get it.\n` +
        `Tried:\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n` +
        `Any one of these is enough:\n${ways.map((way) => `  - ${way}`).join("\n")}`,
    );
    this.name = "ServerUnavailable";
  }
}

/** A given server does not answer, or is too old. */
export class ServerUnusable extends Error {
  readonly code = "server_unusable";

  constructor(kind: ServerKind, url: string, why: string) {
    super(`${kind.variable}=${withoutPassword(url)}: ${why}`);
    this.name = "ServerUnusable";
  }
}

/** Our own server ended or was not ready in time; the message holds the end of its output. */
export class ServerFailed extends Error {
  readonly code = "server_failed";

  constructor(name: string, why: string, lastLines: readonly string[], cause?: unknown) {
    const shown = lastLines.slice(-30).map((line) => `  | ${line}`);
    super([`${name} ${why}`, ...shown].join("\n"), { cause });
    this.name = "ServerFailed";
  }
}

/** NATS' addresses may be several with commas, each with credentials. */
function withoutPassword(url: string): string {
  return url.replace(/(:\/\/|,)[^/@]*@/g, "$1***@");
}
