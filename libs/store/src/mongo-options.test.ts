import { MongoClient } from "mongodb";
import { expect, it } from "vitest";
import { clientOptions, databaseIn } from "./mongo-options.ts";

it.each([
  ["mongodb://127.0.0.1:27017/?replicaSet=rollcall", "rollcall"],
  ["mongodb://127.0.0.1:27017", "rollcall"],
  ["mongodb://user:pa%2Fss@a:1,b:2/school?w=1", "school"],
  ["mongodb+srv://cluster.example.org/school%20two", "school two"],
])("finds the database in %s", (url, database) => {
  expect(databaseIn(url)).toBe(database);
});

it.each([
  "",
  "?w=1",
  "?journal=false",
  "?w=0&wtimeoutMS=1",
  "?readConcernLevel=local",
  "?readPreference=nearest",
])("waits for a majority's disks whatever an address asks for: %s", (query) => {
  const { options } = new MongoClient(`mongodb://127.0.0.1/${query}`, clientOptions(5_000, "test"));
  expect(options.writeConcern).toMatchObject({ w: "majority", journal: true, wtimeoutMS: 4_000 });
  expect(options.readConcern).toMatchObject({ level: "majority" });
  expect(options.readPreference.mode).toBe("primary");
});
