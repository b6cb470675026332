import type { ConnectionOptions } from "@nats-io/transport-node";

/** The servers of a list of addresses, and the credentials in it: the client takes none from an address. */
export type Addressed = Required<Pick<ConnectionOptions, "servers">> &
  Pick<ConnectionOptions, "user" | "pass" | "token">;

/**
 * Splits `nats://user:password@host:4222,…` (or `nats://token@host`). All servers get the credentials that come first,
 * percent-decoded, as NATS' other clients do it.
 */
export function credentialsIn(url: string): Addressed {
  const addresses = url.split(",").map((address) => address.trim());
  const servers = addresses.map((address) => address.replace(/^(\w+:\/\/)?.*@/, "$1"));
  const [, found] = addresses.map((address) => /^(?:\w+:\/\/)?(.*)@/.exec(address)).find(Boolean) ?? [];
  if (found === undefined) return { servers };
  const colon = found.indexOf(":");
  if (colon === -1) return { servers, token: decodeURIComponent(found) };
  return {
    servers,
    user: decodeURIComponent(found.slice(0, colon)),
    pass: decodeURIComponent(found.slice(colon + 1)),
  };
}
