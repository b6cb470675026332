import { setTimeout as pause } from "node:timers/promises";
import { CodedError, type Code } from "@rollcall/contracts";
import { withSpan, type TraceContext } from "@rollcall/telemetry";
import type { LatestMeeting } from "../reading/latest-meeting.ts";
import type { RoomNotices } from "./room-notices.ts";
import { roomState, type RoomState } from "./room-state.ts";

export interface WatchTools {
  readonly read: (room: string) => Promise<LatestMeeting>;
  readonly notices: RoomNotices;
  /** Hears of bugs, which pause the stream. */
  readonly onBug: (error: unknown) => void;
  /** Age turns states without any write, and notices can be lost. Default 5 s. */
  readonly rereadAfterMs?: number;
}

export type Watcher = (state: RoomState) => void;

const defaultRereadAfterMs = 5_000;
/** A class that comes in is many changes at once; one reading shows them all. */
const settleMs = 200;

/** One room that somebody watches: read once for all its watchers, after notices and every few seconds. */
export class RoomWatch implements Disposable {
  readonly #room: string;
  readonly #tools: WatchTools;
  readonly #watchers = new Set<Watcher>();
  readonly #resources = new DisposableStack();
  #state: RoomState | null = null;
  #isReading = false;
  /** What asks for a reading: the trace of the newest notice, or "none"; null when the reading is up to date. */
  #due: TraceContext | "none" | null = null;

  constructor(room: string, tools: WatchTools) {
    this.#room = room;
    this.#tools = tools;
    this.#resources.use(tools.notices.subscribe(room, (trace) => this.#changed(trace)));
    const timer = setInterval(() => this.#changed("none"), tools.rereadAfterMs ?? defaultRereadAfterMs);
    this.#resources.defer(() => clearInterval(timer));
    this.#changed("none");
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  add(watcher: Watcher): void {
    this.#watchers.add(watcher);
    if (this.#state !== null) watcher(this.#state);
  }

  remove(watcher: Watcher): void {
    this.#watchers.delete(watcher);
  }

  [Symbol.dispose](): void {
    this.#resources.dispose();
  }

  #changed(trace: TraceContext | "none"): void {
    if (trace !== "none" || this.#due === null) this.#due = trace;
    if (!this.#isReading) void this.#catchUp();
  }

  /** Never rejects. */
  async #catchUp(): Promise<void> {
    this.#isReading = true;
    while (this.#due !== null && !this.#resources.disposed) {
      const parent = this.#due;
      this.#due = null;
      await withSpan("push change", { parent }, () => this.#renew()).catch(this.#tools.onBug);
      await pause(settleMs);
    }
    this.#isReading = false;
  }

  async #renew(): Promise<void> {
    const state = await this.#read();
    this.#state = state;
    for (const watcher of this.#watchers) watcher(state);
  }

  async #read(): Promise<RoomState> {
    const paused: Code | null = this.#tools.notices.isConnected() ? null : "bus_unavailable";
    try {
      const { meeting, sight } = await this.#tools.read(this.#room);
      return roomState(this.#room, meeting, sight.now, paused);
    } catch (error) {
      if (error instanceof CodedError) return { show: null, paused: error.code };
      this.#tools.onBug(error);
      return { show: null, paused: "unexpected_error" };
    }
  }
}
