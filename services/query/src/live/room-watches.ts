import { RoomWatch, type Watcher, type WatchTools } from "./room-watch.ts";

/** The rooms that are watched at present, each once. */
export class RoomWatches implements Disposable {
  readonly #tools: WatchTools;
  readonly #watches = new Map<string, RoomWatch>();

  constructor(tools: WatchTools) {
    this.#tools = tools;
  }

  /** Tells the watcher what is known of the room, and every reading of it from then on, until disposed. */
  watch(room: string, watcher: Watcher): Disposable {
    const watch = this.#watches.get(room) ?? new RoomWatch(room, this.#tools);
    this.#watches.set(room, watch);
    watch.add(watcher);
    return { [Symbol.dispose]: () => this.#leave(room, watch, watcher) };
  }

  [Symbol.dispose](): void {
    for (const watch of this.#watches.values()) watch[Symbol.dispose]();
    this.#watches.clear();
  }

  #leave(room: string, watch: RoomWatch, watcher: Watcher): void {
    watch.remove(watcher);
    if (watch.isWatched) return;
    watch[Symbol.dispose]();
    if (this.#watches.get(room) === watch) this.#watches.delete(room);
  }
}
