import type { ConnectionOptions, TlsOptions } from "@nats-io/transport-node";
import { natsUrl, text } from "@rollcall/runtime";

/** Where NATS is, and what it takes to believe it and to be believed. */
export type NatsAddress = {
  /** One address, or several with commas; a user and a password, or a token, may stand in it. */
  readonly url: string;
  /** Files in PEM, read anew at each connection. Any of them asks for TLS, as `tls://` does. */
  readonly tls?: TlsFiles | undefined;
};

type TlsFiles = Pick<TlsOptions, "caFile" | "certFile" | "keyFile">;

/** Settings of every program that speaks to NATS. */
export const natsSettings = {
  NATS_URL: natsUrl,
  /** Who vouches for NATS' certificate, where no public authority does. */
  NATS_CA_FILE: text("a file in PEM").optional(),
  /** Our own certificate and its key, where NATS asks for one. */
  NATS_CERT_FILE: text("a file in PEM").optional(),
  NATS_KEY_FILE: text("a file in PEM").optional(),
};

/** What the settings of TLS say, for `openBus`. */
export function natsTlsOf(config: {
  readonly NATS_CA_FILE?: string | undefined;
  readonly NATS_CERT_FILE?: string | undefined;
  readonly NATS_KEY_FILE?: string | undefined;
}): TlsFiles | undefined {
  const { NATS_CA_FILE: caFile, NATS_CERT_FILE: certFile, NATS_KEY_FILE: keyFile } = config;
  const files = {
    ...(caFile !== undefined && { caFile }),
    ...(certFile !== undefined && { certFile }),
    ...(keyFile !== undefined && { keyFile }),
  };
  return Object.keys(files).length === 0 ? undefined : files;
}

/**
 * The client takes `tls://` for no more than an address: unless told so it speaks, and sends passwords, in the clear to
 * a server that offers no TLS.
 */
export function tlsFor({ url, tls }: NatsAddress): Pick<ConnectionOptions, "tls"> {
  if (tls !== undefined) return { tls };
  return /(^|,)\s*tls:\/\//i.test(url) ? { tls: {} } : {};
}
