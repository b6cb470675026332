import { Agent } from "node:http";
import { startFakeLiveKit } from "@rollcall/livekit/testing";
import { startServices, type Services } from "@rollcall/local";
import { startMongo, startNats } from "@rollcall/servers";
import { postOne } from "../paced.ts";
import { keys, signedWebhook } from "../webhooks.ts";
import type { Person } from "./person.ts";

/** The whole product, and a LiveKit that holds more people than a real one could on this machine. */
export interface Stage extends AsyncDisposable {
  readonly services: Services;
  /** Lets somebody in; time from their webhook to its answer, in ms. */
  readonly join: (person: Person) => Promise<number>;
  /** Lets somebody out, and tells of it. */
  readonly leave: (person: Person) => Promise<number>;
  /** Lets somebody out, and tells nobody. */
  readonly vanish: (person: Person) => void;
}

export async function openStage(): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const [nats, mongo] = await Promise.all([startNats(), startMongo()]);
  opening.use(nats);
  opening.use(mongo);
  const livekit = opening.use(await startFakeLiveKit(keys));
  const services = opening.use(
    await startServices({
      natsUrl: nats.url,
      mongodbUrl: mongo.url,
      livekitUrl: livekit.url.replace(/^http/, "ws"),
      ...keys,
      env: { LOG_LEVEL: "warn" },
    }),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  opening.defer(() => agent.destroy());
  const tell = (event: "participant_joined" | "participant_left", person: Person) => {
    const webhook = signedWebhook(`EV_${event}_${person.sid}`, event, person, Date.now());
    return postOne(services.ingressUrl, webhook, agent);
  };
  const inRoom = ({ room }: Person) => livekit.rooms.get(room)?.participants ?? [];
  const fill = ({ room, roomSid }: Person, participants: ReturnType<typeof inRoom>) =>
    livekit.rooms.set(room, { sid: roomSid, participants });
  const vanish = (person: Person) => {
    person.leftAt = Date.now();
    fill(
      person,
      inRoom(person).filter(({ sid }) => sid !== person.sid),
    );
  };
  const opened = opening.move();
  return {
    services,
    join(person) {
      person.joinedAt = Date.now();
      fill(person, [...inRoom(person), { ...person, joinedAtMs: person.joinedAt }]);
      return tell("participant_joined", person);
    },
    leave(person) {
      vanish(person);
      return tell("participant_left", person);
    },
    vanish,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
