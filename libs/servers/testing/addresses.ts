import { inject } from "vitest";

/** Addresses of the servers that run for all integration tests of a run. */
export type TestAddresses = { readonly natsUrl: string; readonly mongodbUrl: string };

declare module "vitest" {
  interface ProvidedContext {
    natsUrl: string;
    mongodbUrl: string;
  }
}

/** The addresses, inside a test. */
export function testAddresses(): TestAddresses {
  return { natsUrl: inject("natsUrl"), mongodbUrl: inject("mongodbUrl") };
}
