import type { Share } from "./shares.ts";

/** What goes wrong in a meeting. More than half of the meetings meet an outage; in no real installation do so many. */
export const troubles = {
  none: {
    weight: 42,
    what: "no outage: ordinary life, with the habits of people and the weather of webhooks",
    why: "it is what happens most of the time, and even so kept to less than half",
  },
  one: {
    weight: 43,
    what: "one outage, often just when people come or go",
    why: "the usual trouble",
  },
  two: {
    weight: 15,
    what: "two outages, at the same time or one after the other",
    why: "one often brings another; a record must not depend on luck",
  },
} as const satisfies Record<string, Share>;

export type TroubleKind = keyof typeof troubles;

/** Which outage it is. */
export const outages = {
  receiver: {
    weight: 24,
    what: "our ingress refuses for 10 to 180 s, hangs for 10 to 60 s, or answers 503 for 10 to 120 s",
    why: "deployments and restarts; LiveKit's sender loses webhooks in bursts meanwhile",
  },
  webhooks_off: {
    weight: 7,
    what: "nine of ten webhooks get lost during the whole meeting",
    why: "a wrong key or a firewall: LiveKit drops what is answered with 4xx without a word",
  },
  api_away: {
    weight: 15,
    what: "LiveKit's API refuses, hangs or answers 503 for 5 to 180 s",
    why: "networks, proxies, restarts",
  },
  api_flaky: { weight: 8, what: "every other API call fails, for 1 to 10 minutes", why: "overload" },
  lists_empty: {
    weight: 5,
    what: "lists are empty for 5 to 60 s while everybody is there",
    why: "Redis came back without its data; seen for real",
  },
  lists_partial: {
    weight: 5,
    what: "each list lacks a third of its entries, for 1 to 5 minutes",
    why: "harder than anything that we have seen; an inventory of what lists may do must hold it",
  },
  lists_lag: {
    weight: 6,
    what: "the store's lists are up to 15 s old, for 1 to 15 minutes: newcomers missing, people gone still listed",
    why: "a Redis replica; reported for LiveKit with several nodes",
  },
  node_killed: {
    weight: 12,
    what: "a media node dies without a word; nine of ten devices are back under new SIDs within 5 s",
    why: "out of memory, kill -9, a lost machine; with Redis it leaves ghosts and room SIDs are used again",
  },
  bus: {
    weight: 5,
    what: "LiveKit's bus is silent for 10 to 150 s while its store goes on answering",
    why: "Redis with trouble; every probe is silent then, and nobody has gone",
  },
  verifier: { weight: 6, what: "our verifier is down for 30 s to 10 minutes", why: "deployments, crashes" },
  attendance: {
    weight: 7,
    what: "our attendance service or its database is down for 30 s to 10 minutes",
    why: "deployments, crashes, elections",
  },
} as const satisfies Record<string, Share>;

export type OutageKind = keyof typeof outages;

/** What becomes of single webhooks, beside outages. */
export const weathers = {
  clear: {
    weight: 50,
    what: "none lost, 1 % late, 1 % repeated",
    why: "LiveKit loses none that it can deliver at once",
    ...{ lost: 0, late: 0.01, repeated: 0.01 },
  },
  light: {
    weight: 30,
    what: "1 % lost, 5 % late, 5 % repeated",
    why: "proxies and restarts between LiveKit and us",
    ...{ lost: 0.01, late: 0.05, repeated: 0.05 },
  },
  rough: {
    weight: 15,
    what: "10 % lost, 10 % late, 10 % repeated",
    why: "an overloaded receiver",
    ...{ lost: 0.1, late: 0.1, repeated: 0.1 },
  },
  foul: {
    weight: 5,
    what: "50 % lost, 30 % late, 30 % repeated",
    why: "worse than anything that could stay unnoticed",
    ...{ lost: 0.5, late: 0.3, repeated: 0.3 },
  },
} as const satisfies Record<
  string,
  Share & { readonly lost: number; readonly late: number; readonly repeated: number }
>;

export type WeatherKind = keyof typeof weathers;
