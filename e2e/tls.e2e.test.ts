import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { startFakeLiveKit } from "@rollcall/livekit/testing";
import { startServices } from "@rollcall/local";
import { startMongo, startNats } from "@rollcall/servers";
import { createAuthority, writeCertified } from "@rollcall/servers/testing";
import { eventually } from "@rollcall/testkit";
import { expect, it } from "vitest";
import { openReader } from "./world/reader.ts";
import { startWebhookTraffic } from "./world/webhook-traffic.ts";

const keys = { apiKey: "e2e-key", apiSecret: "e2e-secret-of-at-least-32-characters" };

it("a webhook by HTTPS is in the answer by HTTPS, and all between is encrypted", async () => {
  await using opened = new AsyncDisposableStack();
  const { path: folder } = opened.use(await mkdtempDisposable(join(tmpdir(), "rollcall-tls-")));
  const authority = createAuthority();
  // This process, too, asks the services.
  setDefaultCACertificates([...getCACertificates(), authority.certificate]);
  const { certFile: caFile } = await writeCertified(folder, "authority", authority);
  const { certFile, keyFile, bothFile } = await writeCertified(folder, "servers", authority.issue());

  const tls = `tls { cert_file: "${certFile}", key_file: "${keyFile}", ca_file: "${caFile}", verify: true }`;
  const nats = opened.use(await startNats({ extraConfig: tls }));
  const mongo = opened.use(await startMongo({ tls: { certificateKeyFile: bothFile, caFile } }));
  const livekit = opened.use(await startFakeLiveKit(keys));
  const ours = await writeCertified(folder, "ours", authority.issue());
  const services = opened.use(
    await startServices({
      natsUrl: nats.url.replace("nats://127.0.0.1", "tls://localhost"),
      mongodbUrl: mongo.url,
      livekitUrl: livekit.url,
      ...keys,
      env: {
        ...{ NATS_CA_FILE: caFile, NATS_CERT_FILE: ours.certFile, NATS_KEY_FILE: ours.keyFile },
        ...{ TLS_CERT_FILE: ours.certFile, TLS_KEY_FILE: ours.keyFile },
      },
    }),
  );
  expect([services.ingressUrl, services.queryUrl].map((url) => new URL(url).protocol)).toEqual([
    "https:",
    "https:",
  ]);

  const traffic = opened.use(startWebhookTraffic(services.ingressUrl, keys, "encrypted"));
  await eventually(() => expect(traffic.finished.length).toBeGreaterThan(0), { withinMs: 30_000 });
  await traffic.stop();
  const reader = await openReader(services.queryUrl, keys);
  const [sid = ""] = traffic.finished;
  await eventually(async () =>
    expect(await reader.statusOf("encrypted", sid)).toMatchObject({ state: "absent", stays: [{ sid }] }),
  );
});
