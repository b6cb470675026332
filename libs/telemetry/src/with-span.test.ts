import { expect, it } from "vitest";
import { extractTrace, injectTrace } from "./trace-headers.ts";
import { failureName, withSpan } from "./with-span.ts";

it("runs and passes on outcomes when no SDK is loaded", async () => {
  await expect(withSpan("fold evidence", {}, () => 7)).resolves.toBe(7);
  const failure = new Error("store away");
  await expect(withSpan("fold evidence", {}, () => Promise.reject(failure))).rejects.toBe(failure);
});

it("writes no headers outside a trace and reads none from nothing", () => {
  const headers = new Map<string, string>();
  injectTrace(headers);
  expect(headers.size).toBe(0);
  expect(extractTrace(undefined)).toEqual(extractTrace(headers));
});

it("calls a failure by its code, else by its kind", () => {
  expect(failureName(Object.assign(new Error("x"), { code: "stream_full" }))).toBe("stream_full");
  expect(failureName(new TypeError("x"))).toBe("TypeError");
  expect(failureName("x")).toBe("unknown");
});
