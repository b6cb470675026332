import { setTimeout as delay } from "node:timers/promises";
import type { Act, Fault, Plan, Visit } from "@rollcall/domain/testing";
import { join, joinToken, type LiveKitAccess, type Participant } from "@rollcall/testkit";
import { RoomServiceClient } from "livekit-server-sdk";

/** When everybody was last told to go, or gone, by identity; our clock, ms. */
export type Goings = ReadonlyMap<string, number>;

interface Stage {
  readonly access: LiveKitAccess;
  readonly rooms: RoomServiceClient;
  readonly startedAt: number;
  readonly goings: Map<string, number>;
}

/** Lets real participants do on a real LiveKit what a plan says, at the plan's own times; resolves when all have gone. */
export async function playPlan(access: LiveKitAccess, { visits, faults }: Plan): Promise<Goings> {
  const rooms = new RoomServiceClient(access.url.replace(/^ws/, "http"), access.apiKey, access.apiSecret);
  const stage = { access, rooms, startedAt: Date.now(), goings: new Map<string, number>() };
  await Promise.all([
    ...visits.map((visit) => (visit.connectMs === null ? knock(stage, visit) : attend(stage, visit))),
    ...faults.map((fault) => strike(stage, fault)),
  ]);
  return stage.goings;
}

const until = (stage: Stage, at: number): Promise<void> =>
  delay(Math.max(stage.startedAt + at - Date.now(), 0));

async function attend(stage: Stage, visit: Visit): Promise<void> {
  await until(stage, visit.at);
  const { identity, name } = visit.person;
  const participant = await join(stage.access, visit.room, identity, { name });
  try {
    for (const act of visit.acts) {
      await delay(act.afterMs);
      await perform(stage, visit, participant, act);
    }
    await until(stage, longest);
  } finally {
    await participant[Symbol.asyncDispose]();
  }
}

/** Whoever is put out stays connected as long as this, so that it is LiveKit who ends the session. */
const longest = 12_000;

async function perform(stage: Stage, visit: Visit, participant: Participant, act: Act): Promise<void> {
  const { identity } = visit.person;
  switch (act.is) {
    case "leaves":
      return void stage.goings.set(identity, await participant.leave());
    case "crashes":
      return void stage.goings.set(identity, await participant.crash());
    case "is_removed":
      stage.goings.set(identity, Date.now());
      return await stage.rooms.removeParticipant(visit.room, identity);
    case "reconnects":
      return await participant.simulate("SIMULATE_FULL_RECONNECT");
    case "is_cut_off":
      await participant.freeze();
      await delay(act.forMs);
      return void (await participant.thaw());
    case "publishes":
    case "is_renamed":
      throw new Error(`nobody plays ${act.is}`);
  }
}

/** A page that opens the signalling connection, never has media, and is closed at the visit's end. */
async function knock(stage: Stage, visit: Visit): Promise<void> {
  await until(stage, visit.at);
  const token = await joinToken(stage.access, visit.room, visit.person.identity, { name: visit.person.name });
  const socket = new WebSocket(`${stage.access.url}/rtc?access_token=${token}&protocol=15&auto_subscribe=0`);
  await new Promise((resolve, reject) => {
    socket.addEventListener("message", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  await delay(visit.acts[0]?.afterMs ?? 0);
  stage.goings.set(visit.person.identity, Date.now());
  socket.close();
}

async function strike(stage: Stage, fault: Fault): Promise<void> {
  if (fault.is !== "room_deleted") throw new Error(`nobody plays ${fault.is}`);
  await until(stage, fault.from);
  await stage.rooms.deleteRoom(fault.room);
}
