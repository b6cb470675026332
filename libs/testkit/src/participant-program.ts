import { dispose, Room, SimulateScenarioKind } from "@livekit/rtc-node";
import type { Command, Report, Seat } from "./participant-messages.ts";

/** A process that holds participants in rooms; its parent tells it what to do. Killing it is a browser's crash. */
const rooms = new Map<string, Room>();

const report = (message: Report) => process.send?.(message);

async function obey(command: Command): Promise<void> {
  switch (command.do) {
    case "join":
      return join(command.seat);
    case "leave":
      await rooms.get(command.seat)?.disconnect();
      rooms.delete(command.seat);
      return;
    case "simulate":
      return rooms.get(command.seat)?.simulateScenario(SimulateScenarioKind[command.scenario]);
    case "end":
      await Promise.all([...rooms.values()].map((room) => room.disconnect()));
      await dispose();
      process.disconnect();
      process.exit(0);
  }
}

async function join(seat: Seat): Promise<void> {
  const room = new Room();
  rooms.set(seat.id, room);
  await room.connect(seat.url, seat.token, { autoSubscribe: false, dynacast: false });
}

process.on("message", (command: Command) => {
  obey(command).then(
    () => report({ id: command.id, sid: rooms.get(seatOf(command))?.localParticipant?.sid ?? null }),
    (failure: unknown) => report({ id: command.id, failure: String(failure) }),
  );
});
const seatOf = (command: Command): string =>
  command.do === "join" ? command.seat.id : command.do === "end" ? "" : command.seat;

// The native client would outlive a parent that is gone.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
