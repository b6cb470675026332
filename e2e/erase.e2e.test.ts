import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rollcall } from "./world/rollcall.ts";
import { loseWebhooks, openWorld, webhookIn, type PassingWebhook, type World } from "./world/world.ts";

const intervalMs = 2_000;

let world: World;
beforeAll(async () => {
  world = await openWorld({ env: { VERIFY_INTERVAL_MS: String(intervalMs) } });
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

const inRoom = (room: string, identity: string, state: string) =>
  eventually(async () => expect((await world.reader.statusOf(room, identity)).state).toBe(state), {
    withinMs: 90_000,
  });

/** Sends a webhook that got lost, as LiveKit's own sender does when it tries again. */
async function deliverLate(isMeant: (webhook: PassingWebhook) => boolean): Promise<void> {
  const lost = world.webhooks.seen.find((passing) => isMeant(webhookIn(passing)));
  const { authorization = "", "content-type": type = "" } = lost?.headers ?? {};
  const headers = { authorization, "content-type": type };
  const url = `${world.services.ingressUrl}/livekit/webhook`;
  const answer = await fetch(url, { method: "POST", headers, body: new Uint8Array(lost?.body ?? []) });
  expect(answer.status).toBe(200);
}

it("erases somebody who was there; what comes late brings no name back, and all others keep their time", async () => {
  const room = "a room of two";
  const alice = await world.join(room, "alice", { name: "Alice" });
  const bob = await world.join(room, "bob", { name: "Bob" });
  await inRoom(room, "bob", "present");
  using _ = loseWebhooks(world, ({ event, identity }) => event === "participant_left" && identity === "bob");
  await bob.leave();
  await inRoom(room, "bob", "absent");

  const first = await rollcall(world, "erase", "bob", "--yes");
  expect(first.code).toBe(0);
  const pseudonym = /is (erased-\w+) from/.exec(first.stdout)?.[1] ?? "";
  const endOf = async () => {
    const { stays } = await world.reader.attendeeIn(room, pseudonym);
    return stays[0]?.end?.how;
  };
  expect(await endOf()).toBe("absent");

  await deliverLate((webhook) => webhook.event === "participant_left" && webhook.identity === "bob");
  await eventually(async () => expect(await endOf()).toBe("left"), { withinMs: 60_000 });
  await alice.leave();
  await inRoom(room, "alice", "absent");
  const { attendees } = await world.reader.meetingIn(room);
  expect(attendees.map(({ identity, name }) => [identity, name])).toEqual([
    ["alice", "Alice"],
    [pseudonym, ""],
  ]);

  // The late webhook itself still lies in NATS, and nowhere else.
  const { stdout } = await rollcall(world, "erase", "bob", "--dry-run");
  expect(stdout).toMatch(
    /MongoDB, stays +0\n.*webhooks +0\n.*looks at rooms +0\n.*EVIDENCE +1\n.*letters +0\n/,
  );
  expect((await rollcall(world, "erase", "bob", "--yes")).code).toBe(0);
  expect((await rollcall(world, "erase", "bob", "--dry-run")).stdout).toContain("Nothing names bob.");
  expect((await world.reader.meetingIn(room)).attendees.map(({ identity }) => identity)).toContain(pseudonym);
  const rebuilt = await rollcall(world, "rebuild", "--verify");
  expect([rebuilt.code, rebuilt.stdout]).toEqual([0, expect.stringContaining("byte for byte")]);
});
