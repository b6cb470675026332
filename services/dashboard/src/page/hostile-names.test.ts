import { expect, it, vi } from "vitest";
import { showPage } from "../../testing/plain-document.ts";
import { buildPage } from "../build-page.ts";

const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
const at = "2026-03-02T09:00:00.000Z";
const attended = { minimumSeconds: 60, creditedSeconds: 60, maximumSeconds: 60 };
const bounds = { at, earliest: at, latest: at };
const stay = {
  ...{ sid: `PA_${hostile}`, identity: hostile, state: "ended", joinedAt: at, seenUntil: at, start: bounds },
  end: { ...bounds, how: "left", reason: hostile },
};
const meeting = {
  ...{ id: `RM_${hostile}`, room: hostile, startedAt: at, endedAt: at, live: false, final: true },
  attendees: [{ identity: hostile, name: `javascript:${hostile}`, state: "absent", attended, stays: [stay] }],
  others: [{ identity: hostile, name: hostile, kind: hostile, category: "unknown", stay }],
  unverified: [{ from: at, to: at, reason: hostile }],
};
const summary = { ...meeting, people: 1 };

it.each([
  ["the list", "#/", { meetings: [summary], cursor: null }],
  ["a meeting", "#/meetings/RM_1", meeting],
])("shows names that are HTML as the text that they are: %s", async (_, hash, answer) => {
  const script = (await buildPage()).assets.find(({ path }) => path.endsWith(".js"))?.body ?? "";
  const page = showPage(script, hash, () => answer);
  await vi.waitFor(() => expect(page.nodes().some(({ data }) => data.includes(hostile))).toBe(true));
  const nodes = page.nodes();
  expect(nodes.map(({ localName }) => localName)).not.toEqual(expect.arrayContaining(["script"]));
  expect(nodes.filter(({ localName }) => localName === "img" || localName === "iframe")).toEqual([]);
  const attributes = nodes.flatMap((node) => node.attributes);
  expect(attributes.filter(({ name }) => name.startsWith("on"))).toEqual([]);
  const addresses = attributes.filter(({ name }) => name === "href" || name === "src");
  expect(addresses.filter(({ value }) => !value.startsWith("#/"))).toEqual([]);
});
