import { CodedError } from "@rollcall/contracts";
import { afterAnswer, afterTimeout, closedBreaker, mayAsk, whenAsking, type Breaker } from "./breaker.ts";
import type { LiveKit } from "./livekit.ts";

/**
 * The same LiveKit behind one circuit breaker: while it is open, every call rejects at once with
 * `livekit_circuit_open`. `now` is in milliseconds and never steps back.
 */
export function guardLiveKit(livekit: LiveKit, now: () => number): LiveKit {
  let breaker: Breaker = closedBreaker;
  return {
    listRooms: () => guarded(() => livekit.listRooms()),
    listParticipants: (room) => guarded(() => livekit.listParticipants(room)),
    probe: (room, identity) => guarded(() => livekit.probe(room, identity)),
    control: (room) => guarded(() => livekit.control(room)),
  };

  async function guarded<T>(call: () => Promise<T>): Promise<T> {
    if (!mayAsk(breaker, now())) throw new CodedError("livekit_circuit_open");
    breaker = whenAsking(breaker);
    try {
      const answer = await call();
      breaker = afterAnswer(breaker);
      return answer;
    } catch (error) {
      breaker = isTimeout(error) ? afterTimeout(breaker, now()) : afterAnswer(breaker);
      throw error;
    }
  }
}

const isTimeout = (error: unknown): boolean =>
  error instanceof CodedError && error.code === "livekit_timeout";
