import { describe, expect, it } from "vitest";
import { foldStay } from "./fold-stay.ts";
import { judge, openStayOf, type OpenStay } from "./judge.ts";
import type { EarlierLook, Listed, Listing, Look, ProbeResult } from "./look.ts";
import { emptyStay } from "./stay.ts";

const noon = 1_795_000_000_000;

const alice: OpenStay = { sid: "PA_alice", identity: "alice", joinedAt: noon - 600_000, wasActive: true };

const listed = (stay: OpenStay, over: Partial<Listed> = {}): Listed => ({
  sid: stay.sid,
  identity: stay.identity,
  name: "",
  kind: "STANDARD",
  hidden: false,
  joinedAt: stay.joinedAt,
  state: "ACTIVE",
  ...over,
});

const listing = (...participants: Listed[]): Listing => ({ is: "listed", participants });

function look(over: Partial<Omit<Look, "probes">> & { probes?: Record<string, ProbeResult> } = {}): Look {
  return {
    askedAt: noon,
    mode: "psrpc",
    listing: listing(),
    listingAfter: null,
    control: true,
    ...over,
    probes: new Map(Object.entries(over.probes ?? {})),
  };
}

const earlier = (askedAt: number, over: Partial<EarlierLook> = {}): EarlierLook => ({
  askedAt,
  silent: [alice.sid],
  ghosts: [],
  ...over,
});

const silent = look({ probes: { alice: "silent" } });

describe("present", () => {
  it("believes a media node's list", () => {
    expect(judge([alice], look({ listing: listing(listed(alice)) }), [])).toMatchObject({
      present: [{ sid: "PA_alice" }],
      absent: [],
      trouble: null,
    });
  });

  it("heals a lost join: somebody listed whom we do not know", () => {
    const found = judge([], look({ listing: listing(listed(alice)) }), []);
    expect(found.present.map(({ sid }) => sid)).toEqual(["PA_alice"]);
  });

  it("believes the store only around a probe that a media node answered", () => {
    const store = {
      mode: "store",
      listing: listing(listed(alice)),
      listingAfter: listing(listed(alice)),
    } as const;
    expect(judge([alice], look({ ...store, probes: { alice: "answered" } }), []).present).toHaveLength(1);
    expect(judge([alice], look({ ...store, probes: { alice: "silent" } }), []).present).toEqual([]);
  });

  it("carries a session that is only JOINED without calling it present", () => {
    const found = judge([], look({ listing: listing(listed(alice, { state: "JOINED" })) }), []);
    expect(found).toMatchObject({ present: [], joining: [{ sid: "PA_alice" }] });
  });
});

describe("absent", () => {
  it("needs two silent looks 25 s apart", () => {
    expect(judge([alice], silent, []).absent).toEqual([]);
    expect(judge([alice], silent, [earlier(noon - 24_999)]).absent).toEqual([]);
    expect(judge([alice], silent, [earlier(noon - 25_000)]).absent).toEqual([
      { sid: "PA_alice", why: "silent", firstLookAt: noon - 25_000 },
    ]);
  });

  it("takes no node holding the room for not listed", () => {
    const gone = look({ listing: { is: "no_node" }, probes: { alice: "silent" } });
    expect(judge([alice], gone, [earlier(noon - 30_000)]).absent).toHaveLength(1);
  });

  it("does not count a look from before the session began", () => {
    const fresh = { ...alice, joinedAt: noon - 10_000 };
    expect(judge([fresh], silent, [earlier(noon - 30_000)]).absent).toEqual([]);
  });

  it("ends a ghost of the store only after 55 s of silence", () => {
    const ghost = look({
      mode: "store",
      listing: listing(listed(alice)),
      listingAfter: listing(listed(alice)),
      probes: { alice: "silent" },
    });
    const first = earlier(noon - 55_000, { silent: [], ghosts: [alice.sid] });
    const second = earlier(noon - 30_000, { silent: [], ghosts: [alice.sid] });
    expect(judge([alice], ghost, [second]).absent).toEqual([]);
    expect(judge([alice], ghost, [first, second]).absent).toEqual([
      { sid: "PA_alice", why: "ghost", firstLookAt: noon - 55_000 },
    ]);
  });

  it("ends a ghost that never got further than JOINED like any other", () => {
    const knock = listing(listed(alice, { state: "JOINED" }));
    const ghost = look({ mode: "store", listing: knock, listingAfter: knock, probes: { alice: "silent" } });
    const earlierLooks = [-55_000, -30_000].map((ago) =>
      earlier(noon + ago, { silent: [], ghosts: [alice.sid] }),
    );
    expect(judge([alice], ghost, [])).toMatchObject({ joining: [], remember: { ghosts: [alice.sid] } });
    expect(judge([alice], ghost, earlierLooks)).toMatchObject({ joining: [], absent: [{ why: "ghost" }] });
    expect(judge([alice], { ...ghost, control: false }, earlierLooks)).toMatchObject({
      joining: [{ sid: alice.sid }],
      absent: [],
    });
  });

  it("ends a session at once when a newer one of the identity is listed", () => {
    const newer = listed({ ...alice, sid: "PA_newer", joinedAt: noon - 1_000 }, { state: "JOINED" });
    expect(judge([alice], look({ listing: listing(newer) }), []).absent).toEqual([
      { sid: "PA_alice", why: "replaced", firstLookAt: noon },
    ]);
  });

  it("gives an answered probe to the newer open session of the identity", () => {
    const newer: OpenStay = { ...alice, sid: "PA_newer", joinedAt: noon - 1_000 };
    const found = judge([alice, newer], look({ probes: { alice: "answered" } }), [earlier(noon - 30_000)]);
    expect(found.absent.map(({ sid }) => sid)).toEqual(["PA_alice"]);
    expect(found.undecided).toMatchObject([{ sid: "PA_newer", why: "contradiction" }]);
  });
});

describe("undecided", () => {
  const suspected = [earlier(noon - 30_000)];

  it.each(["livekit_timeout", "livekit_unreachable"])("decides nothing when the listing fails: %s", (why) => {
    const failed = judge(
      [alice],
      look({ listing: { is: "failed", why }, probes: { alice: "silent" } }),
      suspected,
    );
    expect(failed).toMatchObject({
      absent: [],
      trouble: why,
      undecided: [{ sid: "PA_alice" }],
      remember: null,
    });
  });

  it("decides nothing in silence without a control: the bus may be down", () => {
    const found = judge([alice], look({ probes: { alice: "silent" }, control: false }), suspected);
    expect(found).toMatchObject({ absent: [], trouble: "no_control", remember: null });
  });

  it("decides nothing about somebody whose probe failed", () => {
    const found = judge([alice], look({ probes: { alice: "failed" } }), suspected);
    expect(found).toMatchObject({ absent: [], trouble: "probe_failed" });
  });

  it("keeps a stay open whose probe answers though the listing is empty, and says so", () => {
    const found = judge([alice], look({ probes: { alice: "answered" } }), suspected);
    expect(found).toMatchObject({
      absent: [],
      trouble: "contradiction",
      undecided: [{ sid: "PA_alice", heard: true }],
    });
  });

  it("does not judge a session that began after the look, and does not spoil the look", () => {
    const young = { ...alice, joinedAt: noon + 1 };
    expect(judge([young], silent, [])).toMatchObject({ absent: [], trouble: null, remember: null });
  });

  it("remembers whom a follow-up must look at again", () => {
    expect(judge([alice], silent, []).remember).toEqual({ askedAt: noon, silent: ["PA_alice"], ghosts: [] });
  });

  describe("about strangers: listed by the store, unknown to us", () => {
    const bela: OpenStay = { ...alice, sid: "PA_bela", identity: "bela" };
    const store = {
      mode: "store",
      listing: listing(listed(bela)),
      listingAfter: listing(listed(bela)),
    } as const;

    it.each([
      ["no_control", { probes: { bela: "silent" }, control: false }],
      ["probe_failed", { probes: { bela: "failed" } }],
      ["contradiction", { probes: { bela: "answered" }, listingAfter: listing() }],
    ] as const)("does not take the look for good: %s", (trouble, over) => {
      expect(judge([], look({ ...store, ...over }), [])).toMatchObject({
        present: [],
        undecided: [{ sid: "PA_bela", why: "listed_but_unproven" }],
        trouble,
      });
    });

    it("takes one for a ghost that no media node knows, and the look for good", () => {
      expect(judge([], look({ ...store, probes: { bela: "silent" } }), [])).toMatchObject({
        present: [],
        trouble: null,
      });
    });
  });

  it("does not take an empty room for verified when no media node answered anything", () => {
    const dead = { listing: { is: "no_node" } } as const;
    expect(judge([], look({ ...dead, control: false }), []).trouble).toBe("no_control");
    expect(judge([], look(dead), []).trouble).toBeNull();
  });
});

describe("a stay known by its tracks alone", () => {
  it("is older than a session that began after it was seen, so that an answer is not taken for its own", () => {
    const seen = foldStay(emptyStay("PA_track"), {
      kind: "track_published",
      id: "EV_track",
      createdAt: noon - 120_000,
      receivedAt: noon - 119_900,
      room: "algebra",
      roomSid: "RM_1",
      participant: { sid: "PA_track", identity: "alice" },
    });
    const back: OpenStay = { ...alice, joinedAt: noon - 60_000 };
    const found = judge(
      [openStayOf(seen), back],
      look({ listing: listing(listed(back)), probes: { alice: "answered" } }),
      [],
    );
    expect(found).toMatchObject({ absent: [{ sid: "PA_track", why: "replaced" }], trouble: null });
  });
});
