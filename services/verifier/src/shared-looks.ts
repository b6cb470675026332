import type { RoomCheck, SnapshotMessage } from "@rollcall/contracts";

type Check = (check: RoomCheck) => Promise<SnapshotMessage>;

interface SharedLook {
  readonly answer: Promise<SnapshotMessage>;
  readonly startedAt: number;
  isUnderWay: boolean;
}

const sharedForMs = 30_000;
const mostRooms = 10_000;

/**
 * Gives somebody who asks for a look now the one under way, or one that began at most 30 s ago, whatever it was
 * taken for. Only a saving: another instance knows nothing of it.
 */
export class SharedLooks {
  readonly #check: Check;
  readonly #now: () => number;
  /** The oldest first. */
  readonly #looks = new Map<string, SharedLook>();

  constructor(check: Check, now: () => number) {
    this.#check = check;
    this.#now = now;
  }

  /** Takes a look and lets others share it. */
  take(check: RoomCheck): Promise<SnapshotMessage> {
    const startedAt = this.#now();
    const look: SharedLook = { answer: this.#check(check), startedAt, isUnderWay: true };
    this.#remember(check.room, look);
    look.answer.then(
      () => (look.isUnderWay = false),
      () => this.#forget(check.room, look),
    );
    return look.answer;
  }

  /** A look at the room that is under way or recent, or else a new one. */
  recent(room: string): Promise<SnapshotMessage> {
    const shared = this.#looks.get(room);
    if (shared !== undefined && this.#isGood(shared)) return shared.answer;
    return this.take({ room, roomSids: [], reason: "demand", earlier: [] });
  }

  #remember(room: string, look: SharedLook): void {
    this.#looks.delete(room);
    this.#looks.set(room, look);
    for (const [oldest, known] of this.#looks) {
      if (this.#isGood(known) && this.#looks.size <= mostRooms) break;
      this.#looks.delete(oldest);
    }
  }

  #forget(room: string, look: SharedLook): void {
    if (this.#looks.get(room) === look) this.#looks.delete(room);
  }

  #isGood({ startedAt, isUnderWay }: SharedLook): boolean {
    return isUnderWay || this.#now() - startedAt <= sharedForMs;
  }
}
