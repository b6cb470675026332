/**
 * At most `size` tasks at once, taken from the keys in turn: one room in which 300 people vanished cannot keep
 * another room's single question waiting. Its queue is bounded by the looks under way and their people.
 */
export class FairPool {
  readonly #size: number;
  readonly #waiting = new Map<string, (() => void)[]>();
  #running = 0;

  constructor(size: number) {
    this.#size = size;
  }

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    await this.#enter(key);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #enter(key: string): Promise<void> {
    if (this.#running < this.#size) {
      this.#running += 1;
      return Promise.resolve();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const queue = this.#waiting.get(key);
    if (queue === undefined) this.#waiting.set(key, [resolve]);
    else queue.push(resolve);
    return promise;
  }

  /** Hands its place to the key whose last turn is longest ago. */
  #leave(): void {
    const [key, queue] = this.#waiting.entries().next().value ?? [];
    const next = queue?.shift();
    if (key === undefined || queue === undefined || next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(key);
    if (queue.length > 0) this.#waiting.set(key, queue);
    next();
  }
}
