import { setTimeout as pause } from "node:timers/promises";
import { CodedError, type Code } from "@rollcall/contracts";
import type { LatestMeeting } from "@rollcall/reading";
import { withSpan, type TraceContext } from "@rollcall/telemetry";
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
/** One notice's trace leads through a reading, further ones are linked to it, up to so many in all. */
const mostTraces = 16;

/** One room that somebody watches: read once for all its watchers, after notices and every few seconds. */
export class RoomWatch implements Disposable {
  readonly #room: string;
  readonly #tools: WatchTools;
  readonly #watchers = new Set<Watcher>();
  readonly #resources = new DisposableStack();
  /** Of notices that no reading has answered yet. */
  #traces: TraceContext[] = [];
  #state: RoomState | null = null;
  #isReading = false;
  #isStale = false;

  constructor(room: string, tools: WatchTools) {
    this.#room = room;
    this.#tools = tools;
    this.#resources.use(tools.notices.subscribe(room, (trace) => this.#hear(trace)));
    const timer = setInterval(() => this.#changed(), tools.rereadAfterMs ?? defaultRereadAfterMs);
    this.#resources.defer(() => clearInterval(timer));
    this.#changed();
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

  #hear(trace: TraceContext): void {
    if (this.#traces.length < mostTraces) this.#traces.push(trace);
    this.#changed();
  }

  #changed(): void {
    this.#isStale = true;
    if (!this.#isReading) void this.#catchUp();
  }

  /** Never rejects. */
  async #catchUp(): Promise<void> {
    this.#isReading = true;
    while (this.#isStale && !this.#resources.disposed) {
      this.#isStale = false;
      await this.#answer().catch(this.#tools.onBug);
      await pause(settleMs);
    }
    this.#isReading = false;
  }

  /** A reading that notices asked for belongs to the trace of the first; what only time asks for has none. */
  async #answer(): Promise<void> {
    const [parent, ...links] = this.#traces;
    this.#traces = [];
    if (parent === undefined) await this.#renew();
    else await withSpan("push change", { parent, links }, () => this.#renew());
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
