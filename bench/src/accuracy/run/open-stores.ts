import { MemoryStore, openTemporaryStore } from "@rollcall/store/testing";
import type { OpenStores } from "./score-tasks.ts";

/** One history in so many also goes through the attendance service into a store in memory, and one into MongoDB. */
export const memoryEvery = 50;
export const mongoEvery = 500;

export const openMemoryStores: OpenStores = async ({ index, apart }) =>
  apart === null && index % memoryEvery === 0
    ? [{ store: new MemoryStore(), [Symbol.asyncDispose]: async () => {} }]
    : [];

/** The same, and some in a database of their own on this server. */
export const openMongoStores =
  (url: string): OpenStores =>
  async (task) => {
    const isSample = task.apart === null && task.index % mongoEvery === 1;
    return isSample ? [await openTemporaryStore(url)] : openMemoryStores(task);
  };
