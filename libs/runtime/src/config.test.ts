import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeConfig, loadConfig } from "./config.ts";
import { durationMs, flag, oneOf, port, secret, url } from "./settings.ts";

const schema = z.object({
  NATS_URL: url(["nats", "tls"]),
  LIVEKIT_API_SECRET: secret("the secret of the LiveKit key"),
  INGRESS_PORT: port(8081),
  VERIFY_INTERVAL_MS: durationMs(30_000, { min: 1000, max: 600_000 }),
  WITH_SIP: flag(false),
  MODE: oneOf(["psrpc", "store"], "store"),
});

const good = { NATS_URL: "nats://user:pass@127.0.0.1:4222", LIVEKIT_API_SECRET: "s3cret" };

describe("loadConfig", () => {
  it("fills in defaults, also for variables that are set to nothing", () => {
    expect(loadConfig(schema, { ...good, INGRESS_PORT: "" })).toEqual({
      ...good,
      INGRESS_PORT: 8081,
      VERIFY_INTERVAL_MS: 30_000,
      WITH_SIP: false,
      MODE: "store",
    });
  });

  it("names every problem at once", () => {
    const env = { NATS_URL: "http://nats", INGRESS_PORT: "70000", VERIFY_INTERVAL_MS: "5s", MODE: "both" };
    expect(() => loadConfig(schema, env)).toThrow(
      [
        "NATS_URL: must be an address that begins with nats:// or tls://",
        "LIVEKIT_API_SECRET is not set: must be the secret of the LiveKit key",
        "INGRESS_PORT: must be a port number from 0 to 65535",
        "VERIFY_INTERVAL_MS: must be a whole number from 1000 to 600000",
        "MODE: must be one of psrpc, store",
      ].join("\n"),
    );
  });

  it.each(["nats://a:1,nats://b:2", "nats://a:1,b:2", "tls://a"])("accepts the address %s", (address) => {
    expect(loadConfig(schema, { ...good, NATS_URL: address }).NATS_URL).toBe(address);
  });
});

describe("describeConfig", () => {
  it("shows neither secrets nor the credentials of addresses, also behind a transformation", () => {
    const nested = schema.extend({ OTHER_SECRET: secret("another").optional() }).transform(() => "anything");
    const two = { ...good, NATS_URL: `${good.NATS_URL},nats://user:pass@127.0.0.1:4223` };
    expect(describeConfig(nested, two)).toEqual({
      NATS_URL: "nats://***@127.0.0.1:4222,nats://***@127.0.0.1:4223",
      LIVEKIT_API_SECRET: "set",
      OTHER_SECRET: "unset",
      INGRESS_PORT: 8081,
      VERIFY_INTERVAL_MS: 30_000,
      WITH_SIP: false,
      MODE: "store",
    });
  });
});
