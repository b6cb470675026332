import { ConnectionState, dispose, Room, RoomEvent, SimulateScenarioKind } from "@livekit/rtc-node";
import type { Command, Report, Seat, Told, Turn } from "./participant-messages.ts";

interface Seated {
  readonly room: Room;
  readonly turns: Turn[];
}

/** A process that holds participants in rooms; its parent tells it what to do. Killing it is a browser's crash. */
const seated = new Map<string, Seated>();

const report = (message: Report) => process.send?.(message);

async function obey(command: Command): Promise<void> {
  switch (command.do) {
    case "join":
      return join(command.seat);
    case "leave":
      return seated.get(command.seat)?.room.disconnect();
    case "simulate":
      return seated.get(command.seat)?.room.simulateScenario(SimulateScenarioKind[command.scenario]);
    case "tell":
      return;
    case "end":
      await Promise.all([...seated.values()].map(({ room }) => room.disconnect()));
      await dispose();
      process.disconnect();
      process.exit(0);
  }
}

async function join(seat: Seat): Promise<void> {
  const room = new Room();
  const turns: Turn[] = [];
  seated.set(seat.id, { room, turns });
  room.on(RoomEvent.ConnectionStateChanged, (state) => {
    turns.push({ at: Date.now(), state: stateNames[state] });
  });
  await room.connect(seat.url, seat.token, { autoSubscribe: false, dynacast: false });
}

const stateNames = {
  [ConnectionState.CONN_CONNECTED]: "connected",
  [ConnectionState.CONN_RECONNECTING]: "reconnecting",
  [ConnectionState.CONN_DISCONNECTED]: "disconnected",
} as const;

process.on("message", (command: Command) => {
  obey(command).then(
    () => report({ id: command.id, ...toldOf(command) }),
    (failure: unknown) => report({ id: command.id, failure: String(failure) }),
  );
});

function toldOf(command: Command): Told {
  const id = command.do === "join" ? command.seat.id : command.do === "end" ? "" : command.seat;
  const { room, turns } = seated.get(id) ?? {};
  return { sid: room?.localParticipant?.sid ?? null, turns: turns ?? [] };
}

// The native client would outlive a parent that is gone.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
