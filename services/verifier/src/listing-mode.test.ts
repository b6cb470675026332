import { CodedError } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { ListingMode } from "./listing-mode.ts";

const tenMinutes = 600_000;

it("asks once for everybody", async () => {
  let asked = 0;
  const mode = new ListingMode(
    async () => {
      asked += 1;
      return "psrpc";
    },
    () => 0,
  );
  expect(await Promise.all([mode.current(), mode.current()])).toEqual(["psrpc", "psrpc"]);
  expect(asked).toBe(1);
});

it("asks again after ten minutes, and meanwhile goes on with what it knows", async () => {
  const found = ["psrpc", "store"] as const;
  let asked = 0;
  let now = 0;
  const mode = new ListingMode(
    async () => found[asked++] ?? "store",
    () => now,
  );
  await mode.current();
  now = tenMinutes + 1;
  expect(await mode.current()).toBe("psrpc");
  expect(await mode.current()).toBe("store");
  expect(asked).toBe(2);
});

it("knows nothing once LiveKit was away, until it answers again", async () => {
  const found = ["psrpc", "livekit_unreachable", "psrpc"] as const;
  let asked = 0;
  const mode = new ListingMode(
    async () => {
      const next = found[asked++];
      if (next !== "psrpc") throw new CodedError("livekit_unreachable");
      return next;
    },
    () => 0,
  );
  await mode.current();
  mode.doubt();
  expect([await mode.current(), await mode.current()]).toEqual(["store", "psrpc"]);
});

it("assumes the store, which is believed less, while it cannot be found out", async () => {
  const mode = new ListingMode(
    () => Promise.reject(new CodedError("livekit_timeout")),
    () => 0,
  );
  expect(await mode.current()).toBe("store");
});
