import { fileURLToPath } from "node:url";
import { sendWebhook } from "@rollcall/livekit/testing";
import { freePort, inheritedEnvironment, runProcess, untilReady } from "@rollcall/servers";
import { testAddresses } from "@rollcall/servers/testing";
import { expect, it } from "vitest";
import { joined, key } from "../testing/open-ingress.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

async function start(env: Readonly<Record<string, string>>) {
  const command = process.execPath;
  return runProcess({ command, args: [main], env: { PATH: inheritedEnvironment()["PATH"], ...env } });
}

it("runs as a process: ready, takes webhooks, refuses strangers, stops with 0", async () => {
  const port = await freePort();
  const ingress = await start({
    NATS_URL: testAddresses().natsUrl,
    LIVEKIT_API_KEY: "another",
    LIVEKIT_API_SECRET: "another secret of 32 characters.",
    LIVEKIT_KEYS: `${key.apiKey}: ${key.apiSecret}`,
    INGRESS_PORT: String(port),
  });
  const url = `http://127.0.0.1:${port}`;
  const ask = async (path: string, signal = AbortSignal.timeout(2000)) =>
    (await fetch(`${url}${path}`, { signal })).status;
  await untilReady(async (signal) => expect(await ask("/readyz", signal)).toBe(200), 30_000);
  expect(await ask("/healthz")).toBe(200);
  const id = `EV_${port}_${process.pid}`;
  expect((await sendWebhook(`${url}/livekit/webhook`, key, { ...joined, id })).status).toBe(200);
  const stranger = { ...key, apiSecret: "guess" };
  expect((await sendWebhook(`${url}/livekit/webhook`, stranger, joined)).status).toBe(401);
  expect(await ingress.stop(5000)).toEqual({ code: 0, signal: null });
});

it("names every wrong setting and does not start", async () => {
  const ingress = await start({ NATS_URL: "http://nats", INGRESS_PORT: "many", LIVEKIT_KEYS: "oops" });
  expect(await ingress.exited).toEqual({ code: 1, signal: null });
  const lines = ingress.lastLines().join("\n");
  for (const name of ["NATS_URL", "INGRESS_PORT", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET", "LIVEKIT_KEYS"])
    expect(lines).toContain(name);
  expect(lines).not.toContain("oops");
});
