import type { OpenStay } from "@rollcall/domain";
import pLimit from "p-limit";
import { describe, expect, it } from "vitest";
import { lookTools, storeMode } from "../testing/look-tools.ts";
import { listedAs, noon, person, type Person } from "../testing/people.ts";
import { listed, scriptLiveKit } from "../testing/scripted-livekit.ts";
import { takeLook, type LookedAt } from "./take-look.ts";

const [alice, bob] = [person("alice"), person("bob")];

const open = (...people: Person[]): LookedAt => ({
  room: "algebra",
  openStays: people.map((who): OpenStay => ({ ...who, wasActive: true })),
  isNamed: true,
});

const controlRoom = "control rollcall-control-test-1";

describe("in psrpc mode", () => {
  it("asks for nobody when everybody is listed", async () => {
    const livekit = scriptLiveKit({ lists: [listed(listedAs(alice))] });
    const { look } = await takeLook(open(alice), lookTools(livekit));
    expect(livekit.asked).toEqual(["list"]);
    expect(look).toMatchObject({ askedAt: noon, mode: "psrpc", listing: { is: "listed" } });
  });

  it("asks for somebody who is not listed, together with somebody who is", async () => {
    const livekit = scriptLiveKit({
      lists: [listed(listedAs(bob))],
      probes: { bob: ["answered"] },
    });
    const { look } = await takeLook(open(alice, bob), lookTools(livekit));
    expect(livekit.asked).toEqual(["list", "probe alice", "probe bob"]);
    expect(look).toMatchObject({ control: true });
    expect(look.probes).toEqual(new Map([["alice", "silent"]]));
  });

  it("asks for the control room when nobody is listed", async () => {
    const livekit = scriptLiveKit({ lists: [{ is: "no_node" }] });
    const { look } = await takeLook(open(alice), lookTools(livekit));
    expect(livekit.asked).toEqual(["list", "probe alice", controlRoom]);
    expect(look).toMatchObject({ listing: { is: "no_node" }, control: true });
  });

  it("asks again, with the control room, when the one who is listed has just gone silent too", async () => {
    const livekit = scriptLiveKit({ lists: [listed(listedAs(bob))] });
    const { look } = await takeLook(open(alice, bob), lookTools(livekit));
    expect(livekit.asked).toEqual(["list", "probe alice", "probe bob", "probe alice", controlRoom]);
    expect(look.control).toBe(true);
  });

  it("asks again, with a room of a new name, when the control room's host is silent", async () => {
    const livekit = scriptLiveKit({ control: ["silent", "answered"] });
    const { look } = await takeLook(open(alice), lookTools(livekit));
    expect(livekit.asked.filter((what) => what.startsWith("control"))).toEqual([
      "control rollcall-control-test-1",
      "control rollcall-control-test-2",
    ]);
    expect(look).toMatchObject({ control: true });
  });

  it("asks for the control room also when nobody is open and no node holds the room", async () => {
    const livekit = scriptLiveKit({ lists: [{ is: "no_node" }], control: ["silent"] });
    const { look } = await takeLook(open(), lookTools(livekit));
    expect(livekit.asked).toContain(controlRoom);
    expect(look.control).toBe(false);
  });

  it("has no control when LiveKit's bus is down", async () => {
    const livekit = scriptLiveKit({ lists: [{ is: "no_node" }], control: ["silent"] });
    expect((await takeLook(open(alice), lookTools(livekit))).look.control).toBe(false);
  });

  it("spares LiveKit further questions while its bus is down", async () => {
    const livekit = scriptLiveKit({ lists: [{ is: "no_node" }], control: ["livekit_error"] });
    const class300 = Array.from({ length: 300 }, (_, n) => person(`pupil-${n}`));
    await takeLook(open(...class300), lookTools(livekit));
    expect(livekit.asked.filter((what) => what.startsWith("probe"))).toHaveLength(128);
  });

  it("reads the list again and unites the answers while somebody missing answers", async () => {
    const livekit = scriptLiveKit({
      lists: [listed(listedAs(bob)), listed(listedAs(bob)), listed(listedAs(alice))],
      probes: { alice: ["answered"], bob: ["answered"] },
    });
    const { look } = await takeLook(open(alice, bob), lookTools(livekit));
    expect(livekit.asked.filter((what) => what === "list")).toHaveLength(3);
    expect(look.listing).toEqual(listed(listedAs(bob), listedAs(alice)));
  });

  it("reads the list three times at most", async () => {
    const livekit = scriptLiveKit({ lists: [listed()], probes: { alice: ["answered"] } });
    await takeLook(open(alice), lookTools(livekit));
    expect(livekit.asked.filter((what) => what === "list")).toHaveLength(3);
  });

  it("does not read again for a session that a newer one of the identity has replaced", async () => {
    const newer = person("alice", { sid: "PA_newer", joinedAt: noon - 1_000 });
    const livekit = scriptLiveKit({
      lists: [listed(listedAs(newer))],
      probes: { alice: ["answered"] },
    });
    await takeLook(open(alice), lookTools(livekit));
    expect(livekit.asked.filter((what) => what === "list")).toHaveLength(1);
  });
});

describe("in store mode", () => {
  const inStoreMode = { listingMode: storeMode };

  it("asks for everybody listed, and reads the list again afterwards", async () => {
    const list = listed(listedAs(alice), listedAs(bob));
    const livekit = scriptLiveKit({ lists: [list], probes: { alice: ["answered"], bob: ["answered"] } });
    const { look } = await takeLook(open(alice, bob), lookTools(livekit, inStoreMode));
    expect(livekit.asked).toEqual(["list", "probe alice", "probe bob", "list"]);
    expect(look).toMatchObject({ mode: "store", listing: list, listingAfter: list });
  });

  it("asks again for a silent one who is listed, together with a control", async () => {
    const livekit = scriptLiveKit({
      lists: [listed(listedAs(alice), listedAs(bob))],
      probes: { bob: ["answered"] },
    });
    const { look } = await takeLook(open(alice, bob), lookTools(livekit, inStoreMode));
    expect(livekit.asked).toEqual([
      ...["list", "probe alice", "probe bob"],
      ...["probe alice", "probe bob"],
      "list",
    ]);
    expect(look).toMatchObject({ control: true });
    expect(look.probes.get("alice")).toBe("silent");
  });

  it("asks for the control room when a stranger on the list is silent, and for nobody else", async () => {
    const livekit = scriptLiveKit({ lists: [listed(listedAs(alice))] });
    const { look } = await takeLook(open(), lookTools(livekit, inStoreMode));
    expect(livekit.asked).toEqual(["list", "probe alice", controlRoom, "list"]);
    expect(look.control).toBe(true);
  });

  it("does not call a room without anybody looked at while LiveKit's bus is down", async () => {
    const livekit = scriptLiveKit({ lists: [listed(listedAs(alice))], control: ["silent"] });
    expect((await takeLook(open(), lookTools(livekit, inStoreMode))).look.control).toBe(false);
  });
});

describe("many looks at once", () => {
  it("do not wait for a ghost in one of them", async () => {
    const { promise: threeSeconds, resolve } = Promise.withResolvers<"silent">();
    const livekit = scriptLiveKit({ lists: [listed(listedAs(alice))] });
    const haunted = { ...livekit, probe: () => threeSeconds };
    const tools = { listings: pLimit(1), listingMode: storeMode };
    const inHaunted = takeLook(open(), lookTools(haunted, tools));
    const inEmpty = takeLook(open(), lookTools(scriptLiveKit({}), tools));
    expect((await inEmpty).look.listing).toEqual(listed());
    resolve("silent");
    expect((await inHaunted).look.probes).toEqual(new Map([["alice", "silent"]]));
  });
});

describe("failures", () => {
  it("repeats a failed call up to three times, and dates the look by the one that succeeded", async () => {
    const livekit = scriptLiveKit({
      lists: ["livekit_unavailable", "livekit_unreachable", "livekit_error", listed(listedAs(alice))],
    });
    let ours = noon;
    const { look } = await takeLook(open(alice), lookTools(livekit, { now: () => (ours += 1_000) }));
    expect(look.listing.is).toBe("listed");
    expect(look.askedAt).toBe(noon + 5_000);
  });

  it.each(["livekit_timeout", "livekit_unavailable", "livekit_unreachable", "livekit_error"] as const)(
    "says why there is no list: %s",
    async (code) => {
      const livekit = scriptLiveKit({ lists: [code] });
      const { look } = await takeLook(open(alice), lookTools(livekit));
      expect(look).toMatchObject({ listing: { is: "failed", why: code }, control: false });
      expect(livekit.asked).toEqual(["list", "list", "list", "list"]);
    },
  );

  it("asks once only with a key that LiveKit refuses", async () => {
    const livekit = scriptLiveKit({ lists: ["livekit_unauthorized"] });
    await takeLook(open(alice), lookTools(livekit));
    expect(livekit.asked).toEqual(["list"]);
  });

  it("leaves somebody undecided whose probe still fails", async () => {
    const livekit = scriptLiveKit({ probes: { alice: ["livekit_timeout"] } });
    const { look } = await takeLook(open(alice), lookTools(livekit));
    expect(look.probes.get("alice")).toBe("failed");
  });

  it("doubts the listing mode when LiveKit was away", async () => {
    let isDoubted = false;
    const listingMode = { current: () => Promise.resolve("psrpc" as const), doubt: () => (isDoubted = true) };
    const livekit = scriptLiveKit({ lists: ["livekit_unreachable"] });
    await takeLook(open(alice), lookTools(livekit, { listingMode }));
    expect(isDoubted).toBe(true);
  });
});
