import { readFileSync, unwatchFile, watchFile } from "node:fs";
import { createSecureContext } from "node:tls";
import type { Server } from "node:https";
import { ConfigProblems } from "./config.ts";
import type { Logger } from "./logger.ts";
import { text } from "./settings.ts";

/** Settings of every program whose HTTP port others than its neighbours reach. */
export const httpTlsSettings = {
  /** Our certificate, with those between it and the authority, and its key: with both the port speaks HTTPS alone. */
  TLS_CERT_FILE: text("a file in PEM").optional(),
  TLS_KEY_FILE: text("a file in PEM").optional(),
};

export type HttpTls = { readonly certFile: string; readonly keyFile: string };

/** What the settings say, for `listen`. Throws `ConfigProblems` when one is there without the other. */
export function httpTlsOf(config: {
  readonly TLS_CERT_FILE?: string | undefined;
  readonly TLS_KEY_FILE?: string | undefined;
}): HttpTls | undefined {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = config;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  if (certFile === undefined && keyFile === undefined) return undefined;
  const [missing, given] = certFile === undefined ? ["CERT", "KEY"] : ["KEY", "CERT"];
  throw new ConfigProblems([`TLS_${missing}_FILE is not set: it is needed with TLS_${given}_FILE`]);
}

type Pair = { readonly cert: Buffer; readonly key: Buffer };

/** Reads both files. Throws `ConfigProblems` when they cannot be read or do not belong together. */
export function readPair({ certFile, keyFile }: HttpTls): Pair {
  const pair = { cert: read("TLS_CERT_FILE", certFile), key: read("TLS_KEY_FILE", keyFile) };
  try {
    createSecureContext(pair);
    return pair;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigProblems([`TLS_CERT_FILE and TLS_KEY_FILE are no certificate and its key: ${reason}`]);
  }
}

function read(setting: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigProblems([`${setting}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

const lookEveryMs = 10_000;

/**
 * Lets new connections have a renewed certificate, for as long as it is not disposed. Two files are never renewed at
 * once: while they do not belong together the old ones stay.
 */
export function followRenewals(
  server: Server,
  tls: HttpTls,
  {
    log,
    everyMs = lookEveryMs,
  }: { readonly log?: Logger | undefined; readonly everyMs?: number | undefined },
): Disposable {
  const renew = () => {
    try {
      server.setSecureContext(readPair(tls));
      log?.info("certificate.renewed");
    } catch (error) {
      log?.error(
        { reason: error instanceof Error ? error.message : String(error) },
        "certificate.not_renewed",
      );
    }
  };
  const files = [tls.certFile, tls.keyFile];
  for (const file of files) watchFile(file, { interval: everyMs, persistent: false }, renew);
  return {
    [Symbol.dispose]() {
      for (const file of files) unwatchFile(file, renew);
    },
  };
}
