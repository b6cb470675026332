import { expect, it } from "vitest";
import { natsUrl } from "./product-settings.ts";

it.each(["ws://nats:8080", "wss://nats", "nats://a,wss://b"])(
  "refuses %s, which NATS' client cannot speak",
  (address) => {
    expect(natsUrl.safeParse(address).error?.issues[0]?.message).toBe(
      "must be an address that begins with nats:// or tls://",
    );
  },
);
