import { execFile } from "node:child_process";
import { setTimeout as stayFor } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, type World } from "./world/world.ts";

const second = 1_000;
const cli = fileURLToPath(new URL("../services/cli/src/main.ts", import.meta.url));

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

/** People come and go, one after the other; resolves with who was there and for how long. */
async function traffic(room: string, people: number): Promise<Map<string, number>> {
  const truth = new Map<string, number>();
  for (let number = 0; number < people; number += 1) {
    await using person = await world.join(room, `person-${number}`);
    await stayFor(1 * second);
    truth.set(person.identity, ((await person.leave()) - person.joining.connectedAt) / second);
  }
  return truth;
}

/** Everybody is in the report exactly once, with the right time, and everybody has left. */
const expectRightReport = (room: string, truth: ReadonlyMap<string, number>) =>
  eventually(
    async () => {
      const meeting = await world.reader.meetingIn(room);
      expect(meeting.attendees.map(({ identity }) => identity).toSorted()).toEqual(
        [...truth.keys()].toSorted(),
      );
      for (const { identity, stays, attended } of meeting.attendees) {
        const seconds = truth.get(identity) ?? 0;
        expect(stays).toHaveLength(1);
        expect(stays[0]?.state).toBe("ended");
        expect(attended.minimumSeconds).toBeLessThanOrEqual(seconds);
        expect(attended.maximumSeconds).toBeGreaterThanOrEqual(seconds);
        expect(Math.abs(attended.creditedSeconds - seconds)).toBeLessThan(1.5);
      }
    },
    { withinMs: 100 * second, everyMs: 1_000 },
  );

describe("nothing is lost and nothing counted twice", () => {
  it("when NATS is killed during traffic and comes back", async () => {
    const going = traffic("nats killed", 12);
    await stayFor(3 * second);
    await world.nats.kill("SIGKILL");
    await stayFor(4 * second);
    await world.nats.restart();
    await expectRightReport("nats killed", await going);
  });

  it("when MongoDB is killed during traffic and comes back", async () => {
    const going = traffic("mongo killed", 12);
    await stayFor(3 * second);
    await world.mongo.kill("SIGKILL");
    await stayFor(4 * second);
    await world.mongo.restart();
    await expectRightReport("mongo killed", await going);
  });

  it.each(["ingress", "attendance", "verifier"] as const)(
    "when %s is killed during traffic and comes back",
    async (name) => {
      const room = `${name} killed`;
      const going = traffic(room, 8);
      await stayFor(3 * second);
      await world.services.service(name).kill("SIGKILL");
      await stayFor(2 * second);
      await world.services.service(name).restart();
      await expectRightReport(room, await going);
    },
  );

  it("and the state folded again from the archive equals the live state to the last byte", async () => {
    const env = { ...process.env, NATS_URL: world.nats.url, MONGODB_URL: world.mongo.url };
    const { stdout } = await promisify(execFile)(process.execPath, [cli, "rebuild", "--verify"], {
      env,
      timeout: 60_000,
    });
    expect(stdout).toContain("byte for byte");
  });
});
