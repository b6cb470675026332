import { configDefaults, defineConfig } from "vitest/config";

const folders = "{libs,services,deploy,e2e,bench}";
const integration = `${folders}/**/*.integration.test.ts`;
const endToEnd = `${folders}/**/*.e2e.test.ts`;
// Minutes of pauses and outages each, so they are played several at a time.
const hostile = "e2e/hostile/**/*.e2e.test.ts";
const inContainers = `${folders}/**/*.compose.test.ts`;
const bring = "./libs/servers/testing/bring-setup.ts";
const conditions = ["@rollcall/source"];

// The file's suffix decides the tier, so no list of files can go stale.
export default defineConfig({
  resolve: { conditions: [...conditions, "module", "browser", "development|production"] },
  ssr: { resolve: { conditions: [...conditions, "module", "node", "development|production"] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: [`${folders}/**/*.test.ts`],
          exclude: [...configDefaults.exclude, integration, endToEnd, inContainers],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          sequence: { groupOrder: 1 },
          include: [integration],
          pool: "forks",
          globalSetup: [bring, "./libs/servers/testing/servers-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          sequence: { groupOrder: 2 },
          include: [endToEnd],
          exclude: [...configDefaults.exclude, hostile],
          pool: "forks",
          globalSetup: [bring],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "hostile",
          sequence: { groupOrder: 3 },
          include: [hostile],
          pool: "forks",
          globalSetup: [bring],
          // They wait most of the time: for LiveKit's timeouts, and for what must not happen.
          maxWorkers: 3,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "compose",
          sequence: { groupOrder: 4 },
          include: [inContainers],
          pool: "forks",
          testTimeout: 240_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
