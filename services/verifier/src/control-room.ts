import { CodedError } from "@rollcall/contracts";
import { controlRoomPrefix } from "@rollcall/domain";
import type { LiveKit } from "./livekit.ts";
import { shareTurn } from "./share-turn.ts";

/**
 * A room of our own, asked for to learn whether any media node answers at this moment. When its host is silent
 * the next question goes to a room of a new name, which another node takes.
 */
export class ControlRoom {
  /** Whether a media node answered. Questions of one turn are one call. */
  readonly ask: () => Promise<boolean>;
  readonly #control: LiveKit["control"];
  readonly #instance: string;
  #rooms = 1;

  constructor(control: LiveKit["control"], instance: string) {
    this.#control = control;
    this.#instance = instance;
    this.ask = shareTurn(() => this.#ask());
  }

  async #ask(): Promise<boolean> {
    try {
      const answer = await this.#control(`${controlRoomPrefix}${this.#instance}-${this.#rooms}`);
      if (answer === "silent") this.#rooms += 1;
      return answer === "answered";
    } catch (error) {
      if (error instanceof CodedError) return false;
      throw error;
    }
  }
}
