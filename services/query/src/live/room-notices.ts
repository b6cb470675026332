import type { TraceContext } from "@rollcall/telemetry";

/** Word of changes, from NATS. A notice can be lost. */
export interface RoomNotices {
  /** Calls back after each change of a room's documents, and when notices stop or are back, until disposed. */
  subscribe(room: string, onChange: (trace: TraceContext) => void): Disposable;
  /** Whether notices can arrive at present. */
  isConnected(): boolean;
}
