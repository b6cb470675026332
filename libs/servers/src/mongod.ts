import { MongoClient } from "mongodb";
import { mongoKind } from "./server-kind.ts";
import type { ServerOptions } from "./server.ts";
import type { Prepared, Recipe } from "./start-server.ts";

export const replicaSet = "rollcall";
const limitMs = 5000;

export type MongoOptions = ServerOptions & {
  /** Files in PEM: with them the server speaks TLS alone, and `url` says so. */
  readonly tls?: { readonly certificateKeyFile: string; readonly caFile: string } | undefined;
};

/** How one mongod of a replica set is run; `probe` asks it at this address, of it alone, whether it is ready. */
export function mongodRecipe(
  tls: MongoOptions["tls"],
  probe: (host: string, url: string) => Promise<void>,
): Recipe {
  const prepare = (dataDir: string, port: number): Promise<Prepared> => {
    const host = `127.0.0.1:${port}`;
    const listening = ["--bind_ip", "127.0.0.1", "--port", String(port), "--nounixsocket"];
    const storing = ["--dbpath", dataDir, "--replSet", replicaSet, "--wiredTigerCacheSizeGB", "0.5"];
    // Its diagnostic files are of no use here and cost a write per second.
    const quiet = ["--quiet", "--setParameter", "diagnosticDataCollectionEnabled=false"];
    return Promise.resolve({
      url: addressOf([host], tls),
      args: [...listening, ...storing, ...quiet, ...encrypting(tls)],
      probe: () => probe(host, addressOf([host], tls).replace(/replicaSet=\w+/, "directConnection=true")),
      // After a kill under load the journal is replayed first; 12 s were measured.
      readyLimitMs: 60_000,
      stopGraceMs: 8000,
    });
  };
  return { kind: mongoKind, askVersion: askMongoVersion, prepare };
}

/** A connection string for the whole set. */
export function addressOf(hosts: readonly string[], tls?: MongoOptions["tls"]): string {
  const encrypted = tls === undefined ? "" : `&tls=true&tlsCAFile=${encodeURIComponent(tls.caFile)}`;
  return `mongodb://${hosts.join(",")}/?replicaSet=${replicaSet}${encrypted}`;
}

const encrypting = (tls: MongoOptions["tls"]): readonly string[] =>
  tls === undefined
    ? []
    : [
        ...["--tlsMode", "requireTLS", "--tlsCertificateKeyFile", tls.certificateKeyFile],
        ...["--tlsCAFile", tls.caFile, "--tlsAllowConnectionsWithoutCertificates"],
      ];

async function askMongoVersion(url: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    const build = await client.db("admin").command({ buildInfo: 1 });
    return typeof build["version"] === "string" ? build["version"] : undefined;
  });
}

export async function withClient<T>(url: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: limitMs,
    connectTimeoutMS: limitMs,
    socketTimeoutMS: limitMs,
  });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
