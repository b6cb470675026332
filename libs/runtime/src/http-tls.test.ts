import { mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { createAuthority, writeCertified } from "@rollcall/servers/testing";
import express from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { httpTlsOf, type HttpTls } from "./http-tls.ts";
import { listen } from "./listen.ts";
import { createLogger } from "./logger.ts";

const authority = createAuthority();
const app = express().get("/", (_request, response) => void response.send("hello"));
let folder: string;
let tls: HttpTls;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-https-"));
  tls = await writeCertified(folder, "own", authority.issue());
});
afterAll(() => rm(folder, { recursive: true }));

/** The answer's status and the serial number of the certificate that it came under. */
async function ask(port: number, ca: string): Promise<readonly [number | undefined, string]> {
  const [response] = await once(get({ host: "localhost", port, path: "/", ca, agent: false }), "response");
  const socket: TLSSocket = response.socket;
  const { serialNumber } = socket.getPeerCertificate();
  response.resume();
  return [response.statusCode, serialNumber];
}

it("speaks HTTPS alone, under a certificate that only its authority's friends believe", async () => {
  await using server = await listen(app, { port: 0, tls });
  expect((await ask(server.port, authority.certificate))[0]).toBe(200);
  await expect(ask(server.port, createAuthority().certificate)).rejects.toThrow("unable to verify");
  await expect(fetch(`http://localhost:${server.port}/`)).rejects.toThrow("fetch failed");
});

it("takes up a renewed certificate without a restart, and keeps the old one while the files do not fit", async () => {
  let told = "";
  const log = createLogger("test", { destination: { write: (line) => (told += line) } });
  await using server = await listen(app, { port: 0, tls, renewEveryMs: 20, log });
  const serial = async () => (await ask(server.port, authority.certificate))[1];
  const first = await serial();
  const renewed = authority.issue();
  await writeCertified(folder, "own", { ...renewed, key: authority.issue().key });
  await expect.poll(() => told, { timeout: 10_000 }).toContain("certificate.not_renewed");
  expect(await serial()).toBe(first);
  await writeCertified(folder, "own", renewed);
  await expect.poll(serial, { timeout: 10_000 }).not.toBe(first);
});

it("names files that cannot be used", async () => {
  const { certificate } = authority.issue();
  const unfit = await writeCertified(folder, "unfit", { certificate, key: authority.issue().key });
  await expect(listen(app, { port: 0, tls: unfit })).rejects.toThrow(
    "TLS_CERT_FILE and TLS_KEY_FILE are no certificate and its key: ",
  );
  const missing = { ...tls, keyFile: join(folder, "missing.pem") };
  await expect(listen(app, { port: 0, tls: missing })).rejects.toThrow("TLS_KEY_FILE: ENOENT");
});

it("wants both files or none", () => {
  expect(httpTlsOf({})).toBeUndefined();
  expect(() => httpTlsOf({ TLS_CERT_FILE: "cert.pem" })).toThrow(
    "TLS_KEY_FILE is not set: it is needed with TLS_CERT_FILE",
  );
  expect(() => httpTlsOf({ TLS_KEY_FILE: "key.pem" })).toThrow("TLS_CERT_FILE is not set");
});
