import { CodedError, type Code, type Verdict } from "@rollcall/contracts";
import { currentTrace, inTrace } from "@rollcall/telemetry";
import type { Delivery, Receipt } from "./delivery.ts";

/** Decides about a batch: one verdict per delivery, in the same order. */
export type HandleBatch = (batch: readonly Delivery[]) => Promise<readonly Verdict[]>;

/** What became of one delivery. `away`: a neighbour is away. `failed`: the message cannot be handled as it is. */
export type Outcome =
  | { readonly is: "done" }
  | { readonly is: "away"; readonly why: Code }
  | { readonly is: "failed"; readonly why: Code; readonly detail?: string; readonly error?: unknown };

export type Judged = { readonly receipt: Receipt; readonly outcome: Outcome };

/**
 * Lets the service's code decide, and makes an outcome of whatever happens. When a batch throws, each message is
 * tried alone, so that only the guilty one fails.
 */
export async function judgeBatch(receipts: readonly Receipt[], handle: HandleBatch): Promise<Judged[]> {
  const result = await attempt(receipts, handle);
  if (result.threw === undefined || receipts.length === 1) return result.judged;
  const judged: Judged[] = [];
  for (const receipt of receipts) judged.push(...(await attempt([receipt], handle)).judged);
  return judged;
}

type Attempt = { readonly judged: Judged[]; readonly threw?: unknown };

async function attempt(receipts: readonly Receipt[], handle: HandleBatch): Promise<Attempt> {
  const all = (outcome: Outcome) => receipts.map((receipt) => ({ receipt, outcome }));
  const batch = receipts.map(({ delivery }) => delivery);
  try {
    const verdicts = await inTrace(batch[0]?.trace ?? currentTrace(), () => handle(batch));
    if (verdicts.length !== batch.length) {
      throw new Error(`${verdicts.length} verdicts for ${batch.length} messages`);
    }
    return { judged: receipts.map((receipt, index) => ({ receipt, outcome: toOutcome(verdicts[index]) })) };
  } catch (error) {
    if (error instanceof CodedError && isAway(error.code))
      return { judged: all({ is: "away", why: error.code }) };
    const why = error instanceof CodedError ? error.code : "unexpected_error";
    const detail = error instanceof Error ? error.message : String(error);
    return { judged: all({ is: "failed", why, detail, error }), threw: error };
  }
}

function toOutcome(verdict: Verdict | undefined): Outcome {
  switch (verdict?.is) {
    case "done":
      return { is: "done" };
    case "retry":
      return { is: "away", why: verdict.why };
    case "reject":
      return { ...verdict, is: "failed" };
    case undefined:
      return { is: "failed", why: "unexpected_error", detail: "no verdict" };
  }
}

const away: ReadonlySet<Code> = new Set([
  "bus_unavailable",
  "stream_full",
  "store_unavailable",
  "write_conflict",
  "verifier_unavailable",
  "livekit_unreachable",
  "livekit_timeout",
  "livekit_unavailable",
  "livekit_circuit_open",
] satisfies Code[]);

/** Whether a code speaks of a neighbour, and not of the message. */
export const isAway = (code: Code): boolean => away.has(code);
