import { CodedError } from "@rollcall/contracts";
import { afterAnswer, afterTimeout, closedBreaker, mayAsk, whenAsking, type Breaker } from "./breaker.ts";
import type { LiveKit } from "./livekit.ts";

/**
 * The same LiveKit behind one circuit breaker: while it is open, every call rejects at once with
 * `livekit_circuit_open`. `now` is in milliseconds and never steps back; `report` hears of every change.
 */
export function guardLiveKit(
  livekit: LiveKit,
  now: () => number,
  report: (breaker: Breaker) => void = () => {},
): LiveKit {
  let breaker: Breaker = closedBreaker;
  return {
    listRooms: () => guarded(() => livekit.listRooms()),
    listingMode: () => guarded(() => livekit.listingMode()),
    listParticipants: (room) => guarded(() => livekit.listParticipants(room)),
    probe: (room, identity) => guarded(() => livekit.probe(room, identity)),
    control: (room) => guarded(() => livekit.control(room)),
  };

  async function guarded<T>(call: () => Promise<T>): Promise<T> {
    if (!mayAsk(breaker, now())) throw new CodedError("livekit_circuit_open");
    const begunAt = now();
    move(whenAsking(breaker));
    try {
      const answer = await call();
      move(afterAnswer(breaker, now()));
      return answer;
    } catch (error) {
      move(isTimeout(error) ? afterTimeout(breaker, { begunAt, now: now() }) : afterAnswer(breaker, now()));
      throw error;
    }
  }

  function move(next: Breaker): void {
    const isChange = next.is !== breaker.is;
    breaker = next;
    if (isChange) report(breaker);
  }
}

const isTimeout = (error: unknown): boolean =>
  error instanceof CodedError && error.code === "livekit_timeout";
