import { expect, it } from "vitest";
import { databaseIn } from "./mongo-options.ts";

it.each([
  ["mongodb://127.0.0.1:27017/?replicaSet=rollcall", "rollcall"],
  ["mongodb://127.0.0.1:27017", "rollcall"],
  ["mongodb://user:pa%2Fss@a:1,b:2/school?w=1", "school"],
  ["mongodb+srv://cluster.example.org/school%20two", "school two"],
])("finds the database in %s", (url, database) => {
  expect(databaseIn(url)).toBe(database);
});
