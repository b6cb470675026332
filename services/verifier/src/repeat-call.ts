import { CodedError } from "@rollcall/contracts";

export type Wait = (ms: number) => Promise<unknown>;

/** LiveKit's SDK makes a single attempt against a self-hosted server. */
const pausesMs = [100, 300, 900] as const;

/**
 * Calls, and calls again up to three times while the call fails in a way that may pass. Rejects with the last
 * failure that LiveKit itself gave, or with `livekit_circuit_open` when it was not asked at all.
 */
export async function repeatCall<T>(call: () => Promise<T>, wait: Wait): Promise<T> {
  let failure: CodedError | null = null;
  for (const pauseMs of [...pausesMs, null]) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      if (error.code === "livekit_circuit_open") throw failure ?? error;
      if (error.code === "livekit_unauthorized" || pauseMs === null) throw error;
      failure = error;
    }
    await wait(pauseMs);
  }
  throw failure ?? new CodedError("unexpected_error");
}
