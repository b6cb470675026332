import { expect, it } from "vitest";
import { credentialsIn } from "./credentials-in.ts";

it.each([
  ["nats://127.0.0.1:4222", { servers: ["nats://127.0.0.1:4222"] }],
  ["a:4222, tls://b", { servers: ["a:4222", "tls://b"] }],
  ["nats://ingress:p%40ss:word@nats", { servers: ["nats://nats"], user: "ingress", pass: "p@ss:word" }],
  [
    "nats://a:b@one,nats://c:d@two,three",
    { servers: ["nats://one", "nats://two", "three"], user: "a", pass: "b" },
  ],
  ["tls://s3cret@one:4222", { servers: ["tls://one:4222"], token: "s3cret" }],
])("finds who %s is for", (url, found) => {
  expect(credentialsIn(url)).toEqual(found);
});
