import { setTimeout as lessonGoesOnFor } from "node:timers/promises";
import { openRoomService } from "@rollcall/livekit";
import { eventually, type Participant } from "@rollcall/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webhookIn } from "../world/world.ts";
import { openCluster, type Cluster, type NodeName } from "./scene/cluster.ts";
import { expectReport, meetingIdsOf, promisedMs } from "./scene/expect-report.ts";
import type { Installation } from "./scene/installation.ts";
import { during, leaveNoted, second, staysOf, stayUntil, trueSeconds, type Truth } from "./scene/truth.ts";
import { expectNeverGone, mostCredited, stateBecomes, watchStatus, type Watch } from "./scene/watch.ts";

/** A sweep every 30 s, and 55 s from a first doubt until a ghost is called gone: whoever is ended wrongly is by then. */
const longEnoughMs = 90 * second;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await openCluster();
}, 600_000);
afterAll(() => cluster[Symbol.asyncDispose]());

/** In a Rollcall that is told by media nodes who is there, and in one that LiveKit's store tells. */
const everywhere = async (check: (installation: Installation) => Promise<unknown>): Promise<void> => {
  await Promise.all(cluster.installations.map(check));
};

const arePresentEverywhere = (room: string, identities: readonly string[]) =>
  everywhere(({ reader }) =>
    Promise.all(identities.map((identity) => stateBecomes(reader, room, identity, "present"))),
  );

/** Waits until a look, not only a webhook, has seen somebody. */
const wereSeenEverywhere = (room: string, { identity, joining }: Participant) =>
  everywhere(({ reader }) =>
    eventually(
      async () => {
        const { seenUntil } = await reader.statusOf(room, identity);
        expect(Date.parse(seenUntil ?? "")).toBeGreaterThan(joining.connectedAt);
      },
      { withinMs: 60 * second, everyMs: 300 },
    ),
  );

const watchEverywhere = (room: string, identity: string): readonly Watch[] =>
  cluster.installations.map(({ reader, name }) => watchStatus(reader, room, identity, `${room}, ${name}`));

const endAll = (watches: readonly Watch[]) =>
  Promise.all(watches.map((watch) => watch[Symbol.asyncDispose]()));

/** Everybody is still there and was never called gone; then they leave, and the truth about them is told. */
async function leaveOneByOne(watches: ReadonlyMap<Participant, readonly Watch[]>): Promise<Truth> {
  const truth: Truth = new Map();
  for (const [person, own] of watches) {
    const told = await person.tell();
    expect(told.turns.at(-1)?.state).toBe("connected");
    await endAll(own);
    for (const watch of own) expectNeverGone(watch, told.sid);
    truth.set(person.identity, staysOf(person, told, await during(() => person.leave())));
  }
  return truth;
}

/** Joins, and tries again while LiveKit still sends people to a node that does not answer. */
const joinWhenPossible = (node: NodeName, room: string, identity: string): Promise<Participant> =>
  eventually(() => cluster.join(node, room, identity), { withinMs: 30 * second });

const eventsOf = (room: string, event: string) =>
  cluster.webhooks.seen
    .filter((passing) => webhookIn(passing).room === room && webhookIn(passing).event === event)
    .map(({ body }) => JSON.parse(body.toString()) as { room: { sid: string } });

/** Whom LiveKit's store lists. */
async function listedByStore(room: string): Promise<readonly string[]> {
  const answer = await openRoomService(cluster.accessTo("store")).listParticipants(room);
  return answer.is === "listed"
    ? answer.participants.map(({ identity }) => identity).toSorted()
    : [answer.is];
}

describe.concurrent("two nodes are one LiveKit", () => {
  it("a room's node stands still for 8 s while somebody joins through the other: both halves live on, nobody is ended", async () => {
    const room = "half a nap";
    await using alice = await cluster.join("napping", room, "alice");
    await using bob = await cluster.join("napping", room, "bob");
    await arePresentEverywhere(room, ["alice", "bob"]);
    const watches = new Map([alice, bob].map((person) => [person, watchEverywhere(room, person.identity)]));
    const stoppedAt = Date.now();
    await cluster.nodes.napping.kill("SIGSTOP");
    await using cleo = await joinWhenPossible("store", room, "cleo");
    watches.set(cleo, watchEverywhere(room, "cleo"));
    await lessonGoesOnFor(stoppedAt + 8 * second - Date.now());
    await cluster.nodes.napping.kill("SIGCONT");
    await lessonGoesOnFor(longEnoughMs);
    const truth = await leaveOneByOne(watches);
    await everywhere(({ reader, name }) => expectReport(reader, room, truth, `${room}, ${name}`));
  });

  it("a room's node stands still for 20 s: lists are empty, the room is said to be finished, five are live, nobody is ended", async () => {
    const room = "a long sleep";
    await using alice = await cluster.join("sleeping", room, "alice");
    await using bob = await cluster.join("sleeping", room, "bob");
    await arePresentEverywhere(room, ["alice", "bob"]);
    const stoppedAt = Date.now();
    await cluster.nodes.sleeping.kill("SIGSTOP");
    await using cleo = await joinWhenPossible("store", room, "cleo");
    await using dan = await joinWhenPossible("psrpc", room, "dan");
    await using eve = await joinWhenPossible("store", room, "eve");
    const people = [alice, bob, cleo, dan, eve];
    const watches = new Map(people.map((person) => [person, watchEverywhere(room, person.identity)]));
    await lessonGoesOnFor(stoppedAt + 20 * second - Date.now());
    await cluster.nodes.sleeping.kill("SIGCONT");
    await eventually(
      async () => {
        expect(eventsOf(room, "room_finished")).not.toEqual([]);
        expect(await listedByStore(room)).toEqual([]);
      },
      { withinMs: 60 * second },
    );
    await lessonGoesOnFor(longEnoughMs);
    const truth = await leaveOneByOne(watches);
    expect(truth.get("alice")).toHaveLength(2);
    expect(truth.get("bob")).toHaveLength(2);
    await everywhere(({ reader, name }) => expectReport(reader, room, truth, `${room}, ${name}`));
  });

  it("a node dies with people inside: who comes back has two stays, who does not ends within two minutes, ghosts earn nothing", async () => {
    const room = "node dies";
    const otherRoom = "node dies, nobody comes back";
    await using ann = await cluster.join("dying", room, "ann");
    await using ben = await cluster.join("dying", room, "ben");
    await using cy = await cluster.join("dying", room, "cy");
    await using dee = await cluster.join("dying", otherRoom, "dee");
    await wereSeenEverywhere(room, cy);
    const watches = watchEverywhere(room, "cy");
    const killed = await during(async () => {
      await cluster.nodes.dying.kill();
      await Promise.all([ann, ben, cy, dee].map((person) => person.crash()));
    });
    await using annAgain = await joinWhenPossible("store", room, "ann");
    await using benAgain = await joinWhenPossible("psrpc", room, "ben");
    expect(new Set(eventsOf(room, "room_started").map((event) => event.room.sid)).size).toBe(1);
    await everywhere(async ({ reader }) => {
      await stateBecomes(reader, room, "cy", "absent", killed.to + promisedMs - Date.now());
      await stateBecomes(reader, otherRoom, "dee", "absent", killed.to + promisedMs - Date.now());
    });
    expect(await listedByStore(room)).toContain("cy");
    await endAll(watches);
    const truth: Truth = new Map([["cy", [stayUntil(cy, killed)]]]);
    const { most } = trueSeconds(truth.get("cy") ?? []);
    for (const watch of watches)
      expect(mostCredited(watch), `${watch.about}, credited`).toBeLessThan(most + 0.5);
    truth.set("ann", [stayUntil(ann, killed), await leaveNoted(annAgain)]);
    truth.set("ben", [stayUntil(ben, killed), await leaveNoted(benAgain)]);
    await everywhere(async ({ reader, name }) => {
      const meeting = await expectReport(reader, room, truth, `${room}, ${name}`);
      expect(await meetingIdsOf(reader, room)).toEqual([meeting.id]);
      const ofDee = new Map([["dee", [stayUntil(dee, killed)]]]);
      await expectReport(reader, otherRoom, ofDee, `${otherRoom}, ${name}`);
    });
  });
});
