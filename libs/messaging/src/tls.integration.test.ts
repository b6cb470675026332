import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@rollcall/runtime";
import { startNats, type Server } from "@rollcall/servers";
import { createAuthority, writeCertified } from "@rollcall/servers/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBus } from "./open-bus.ts";
import type { NatsAddress } from "./nats-settings.ts";

const opened = new AsyncDisposableStack();
let caFile: string;
let ours: { readonly certFile: string; readonly keyFile: string };
let othersCaFile: string;
let encrypted: Server;
let mutual: Server;
let plain: Server;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-tls-"));
  opened.defer(() => rm(folder, { recursive: true }));
  const authority = createAuthority();
  caFile = (await writeCertified(folder, "authority", authority)).certFile;
  othersCaFile = (await writeCertified(folder, "others", createAuthority())).certFile;
  const { certFile, keyFile } = await writeCertified(folder, "ours", authority.issue());
  ours = { certFile, keyFile };
  const nats = await writeCertified(folder, "nats", authority.issue());
  const tls = (verify: boolean) =>
    `tls { cert_file: "${nats.certFile}", key_file: "${nats.keyFile}", ca_file: "${caFile}", verify: ${verify} }`;
  const start = async (extraConfig: string) => opened.use(await startNats({ extraConfig }));
  [encrypted, mutual, plain] = await Promise.all([start(tls(false)), start(tls(true)), start("")]);
});
afterAll(() => opened.disposeAsync());

const log = createLogger("test", { level: "silent" });
const open = (address: NatsAddress) => openBus({ ...address, name: "test", log, startLimitMs: 1_500 });
const at = ({ url }: Server) => url.replace("nats://127.0.0.1", "tls://localhost");

describe("a bus over TLS", () => {
  it("believes the authority that it is told to", async () => {
    await using bus = await open({ url: at(encrypted), tls: { caFile } });
    expect(bus.isConnected()).toBe(true);
  });

  it("shows its own certificate where NATS asks for one", async () => {
    await using bus = await open({ url: at(mutual), tls: { caFile, ...ours } });
    expect(bus.isConnected()).toBe(true);
    await expect(open({ url: at(mutual), tls: { caFile } })).rejects.toThrow("could not be reached");
  });

  it.each(["no authority", "another authority"])("says why it refuses: it believes %s", async (whose) => {
    const tls = whose === "no authority" ? undefined : { caFile: othersCaFile };
    await expect(open({ url: at(encrypted), tls })).rejects.toMatchObject({
      code: "bus_unavailable",
      message: expect.stringMatching(/could not be reached within 1.5 s: unable to verify .*certificate/),
    });
  });

  it("names a file that is missing", async () => {
    await expect(open({ url: at(encrypted), tls: { caFile: "/nowhere/ca.pem" } })).rejects.toThrow(
      "/nowhere/ca.pem doesn't exist",
    );
  });

  it.each(["tls://", "a CA file"])(
    "tells nothing to a server without TLS when there is %s",
    async (asked) => {
      const address = asked === "tls://" ? { url: at(plain) } : { url: plain.url, tls: { caFile } };
      await expect(open(address)).rejects.toThrow("server does not support 'tls'");
    },
  );
});
