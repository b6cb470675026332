import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counterexample, patience } from "../testing/law.ts";
import { judge, type EarlierLook, type Listed, type Listing, type Look, type OpenStay } from "./index.ts";

const noon = 1_795_000_000_000;
const sids = ["PA_1", "PA_2", "PA_3", "PA_4"] as const;
const identities = ["amina", "björn"] as const;

/** Sessions of two people: who they are and when they began is fixed by nature. */
const anySession = fc.record({
  identity: fc.constantFrom(...identities),
  joinedAt: fc.option(fc.integer({ min: -90_000, max: 10_000 }).map((ms) => noon + ms)),
  wasActive: fc.boolean(),
});
const sessions = fc.tuple(anySession, anySession, anySession, anySession);

const states = fc.constantFrom("JOINING", "JOINED", "ACTIVE", "DISCONNECTED");
const failed = fc
  .constantFrom("livekit_timeout", "livekit_unreachable")
  .map((why) => ({ is: "failed", why }) as const);

type Session = (typeof sessions extends fc.Arbitrary<infer T> ? T : never)[number];

const openStayAt = (session: Session | undefined, index: number): OpenStay => ({
  sid: sids[index] ?? "",
  identity: session?.identity ?? "",
  joinedAt: session?.joinedAt ?? null,
  wasActive: session?.wasActive ?? false,
});

const listedOf = (stay: OpenStay, state: Listed["state"]): Listed => ({
  ...stay,
  name: "",
  kind: "STANDARD",
  hidden: false,
  state,
});

const listingOf = (stays: readonly OpenStay[]): fc.Arbitrary<Listing> => {
  const participants = fc
    .subarray([...stays])
    .chain((some) => fc.tuple(...some.map((stay) => states.map((state) => listedOf(stay, state)))));
  const listed = participants.map((entries) => ({ is: "listed", participants: entries }) as const);
  return fc.oneof({ weight: 4, arbitrary: listed }, fc.constant({ is: "no_node" } as const), failed);
};

const earlierLook: fc.Arbitrary<EarlierLook> = fc.record({
  askedAt: fc.integer({ min: 0, max: 90_000 }).map((ms) => noon - ms),
  silent: fc.subarray([...sids]),
  ghosts: fc.subarray([...sids]),
});

const probe = fc.constantFrom("answered", "silent", "silent", "failed");

const lookAt = (stays: readonly OpenStay[]): fc.Arbitrary<Look> =>
  fc.record({
    askedAt: fc.constant(noon),
    mode: fc.constantFrom("psrpc", "store"),
    listing: listingOf(stays),
    listingAfter: fc.oneof(fc.constant(null), listingOf(stays)),
    control: fc.boolean(),
    probes: fc
      .dictionary(fc.constantFrom(...identities), probe)
      .map((found) => new Map(Object.entries(found))),
  });

/** Some of the sessions are open with us, any of them may be listed. */
const situation = sessions.chain((all) => {
  const stays = all.map(openStayAt);
  return fc.record({
    open: fc.subarray(stays),
    look: lookAt(stays),
    earlier: fc.array(earlierLook, { maxLength: 3 }),
  });
});

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

/** A situation in which `holds` is false. */
const exception = (holds: (given: Situation) => boolean) => counterexample(situation, holds, 5);

const hasFailed = ({ listing, listingAfter }: Look) =>
  listing.is === "failed" || listingAfter?.is === "failed";

const everybodyListed = ({ listing, listingAfter }: Look) =>
  [listing, listingAfter].flatMap((one) => (one?.is === "listed" ? one.participants : []));

const openStay = (open: readonly OpenStay[], sid: string) => open.find((stay) => stay.sid === sid);

const silentlyAbsent = (...given: Parameters<typeof judge>) =>
  judge(...given).absent.filter(({ why }) => why !== "replaced");

describe("whatever a look finds", () => {
  it("law: a failed listing decides nothing about anybody", patience, () => {
    const found = exception(({ open, look, earlier }) => {
      const { present, joining, absent, trouble, undecided } = judge(open, look, earlier);
      const decided = present.length + joining.length + absent.length;
      return !hasFailed(look) || (decided === 0 && trouble !== null && undecided.length === open.length);
    });
    expect(found).toBeNull();
  });

  it("law: everybody open is found in exactly one way", patience, () => {
    const found = exception(({ open, look, earlier }) => {
      const { present, joining, absent, undecided } = judge(open, look, earlier);
      const named = [present, joining, absent, undecided].flat().map(({ sid }) => sid);
      return open.every(({ sid }) => named.filter((other) => other === sid).length === 1);
    });
    expect(found).toBeNull();
  });

  it("law: nobody is absent without a control, unless LiveKit lists a newer session", patience, () => {
    const found = exception(({ open, look, earlier }) =>
      judge(open, { ...look, control: false }, earlier).absent.every(({ why }) => why === "replaced"),
    );
    expect(found).toBeNull();
  });

  it("law: nobody is absent whose probe fails, or answers for nobody newer", patience, () => {
    const found = exception(({ open, look, earlier }) =>
      silentlyAbsent(open, look, earlier).every(({ sid }) => {
        const stay = openStay(open, sid);
        const probed = look.probes.get(stay?.identity ?? "");
        const hasOther = open.some(
          (other) => other.identity === stay?.identity && other.sid !== sid && other.wasActive,
        );
        return probed === "silent" || (probed === "answered" && hasOther);
      }),
    );
    expect(found).toBeNull();
  });

  it("law: nobody is absent after less than 25 s, or 55 s when the store lists them", patience, () => {
    const found = exception(({ open, look, earlier }) =>
      silentlyAbsent(open, look, earlier).every(({ sid, firstLookAt }) => {
        const isListed = everybodyListed(look).some((entry) => entry.sid === sid);
        const isSuspect = earlier.some(
          ({ askedAt, silent, ghosts }) => askedAt === firstLookAt && [...silent, ...ghosts].includes(sid),
        );
        const isLongEnough = look.askedAt - firstLookAt >= (isListed ? 55_000 : 25_000);
        return isSuspect && isLongEnough && firstLookAt > (openStay(open, sid)?.joinedAt ?? -Infinity);
      }),
    );
    expect(found).toBeNull();
  });

  it("law: whoever is absent as replaced has a newer session in a list", patience, () => {
    const found = exception(({ open, look, earlier }) =>
      judge(open, look, earlier)
        .absent.filter(({ why }) => why === "replaced")
        .every(({ sid }) => {
          const stay = openStay(open, sid);
          return everybodyListed(look).some(
            ({ identity, joinedAt }) =>
              identity === stay?.identity && (joinedAt ?? -Infinity) > (stay.joinedAt ?? Infinity),
          );
        }),
    );
    expect(found).toBeNull();
  });

  it("law: a good look leaves nobody's presence open", patience, () => {
    const found = exception(({ open, look, earlier }) => {
      const { trouble, undecided } = judge(open, look, earlier);
      const doubts = ["contradiction", "probe_failed", "no_control"];
      return trouble !== null || undecided.every(({ why }) => !doubts.includes(why));
    });
    expect(found).toBeNull();
  });
});
