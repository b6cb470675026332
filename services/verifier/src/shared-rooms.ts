import { CodedError, type Code } from "@rollcall/contracts";
import { isControlRoom } from "@rollcall/domain";
import type { LiveKit } from "./livekit.ts";
import { repeatCall, type Wait } from "./repeat-call.ts";

/** LiveKit's own list of its rooms, or why there is none; times in our clock. */
export interface RoomsAnswer {
  /** SIDs by room name, control rooms left out; nothing when LiveKit could not be asked. */
  readonly sids: ReadonlyMap<string, string>;
  readonly trouble: Code | null;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface SharedRoomsTools {
  readonly listRooms: LiveKit["listRooms"];
  readonly now: () => number;
  readonly wait: Wait;
}

/** One ListRooms for everybody who needs it at about the same time; failures are shared too. */
export class SharedRooms {
  readonly #tools: SharedRoomsTools;
  #underWay: Promise<RoomsAnswer> | null = null;
  #last: RoomsAnswer | null = null;

  constructor(tools: SharedRoomsTools) {
    this.#tools = tools;
  }

  /** Whether the last answer named this room; true when nothing better is known. */
  isNamed(room: string): boolean {
    return this.#last === null || this.#last.trouble !== null || this.#last.sids.has(room);
  }

  /** An answer that came at most so long ago. Never rejects for LiveKit's failures. */
  recent(oldestMs: number): Promise<RoomsAnswer> {
    const last = this.#last;
    if (last !== null && this.#tools.now() - last.endedAt < oldestMs) return Promise.resolve(last);
    this.#underWay ??= this.#ask().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #ask(): Promise<RoomsAnswer> {
    this.#last = await askRooms(this.#tools);
    return this.#last;
  }
}

async function askRooms({ listRooms, now, wait }: SharedRoomsTools): Promise<RoomsAnswer> {
  let startedAt = now();
  const attempt = () => {
    startedAt = now();
    return listRooms();
  };
  try {
    const named = (await repeatCall(attempt, wait)).filter(({ name }) => !isControlRoom(name));
    const sids = new Map(named.map(({ name, sid }) => [name, sid]));
    return { sids, trouble: null, startedAt, endedAt: now() };
  } catch (error) {
    if (error instanceof CodedError)
      return { sids: new Map(), trouble: error.code, startedAt, endedAt: now() };
    throw error;
  }
}
