/** What a test tells a participant's process, and what it answers. */
export interface Seat {
  readonly id: string;
  readonly url: string;
  readonly token: string;
}

/** LiveKit's own scenarios, by the client SDK's names. */
export type Scenario =
  | "SIMULATE_SIGNAL_RECONNECT"
  | "SIMULATE_FULL_RECONNECT"
  | "SIMULATE_NODE_FAILURE"
  | "SIMULATE_SERVER_LEAVE"
  | "SIMULATE_MIGRATION";

export type Command = { readonly id: number } & (
  | { readonly do: "join"; readonly seat: Seat }
  | { readonly do: "leave"; readonly seat: string }
  | { readonly do: "simulate"; readonly seat: string; readonly scenario: Scenario }
  | { readonly do: "end" }
);

export type Report =
  { readonly id: number; readonly sid: string | null } | { readonly id: number; readonly failure: string };
