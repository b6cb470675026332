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
  | { readonly do: "tell"; readonly seat: string }
  | { readonly do: "end" }
);

/** A change of the client's own connection, and when it noticed it, our clock, ms. */
export interface Turn {
  readonly at: number;
  readonly state: "connected" | "reconnecting" | "disconnected";
}

/** What a client knows of itself. */
export interface Told {
  /** LiveKit's `PA_…` of the connection now; after a reconnection it can take some seconds to be the new one. */
  readonly sid: string | null;
  /** Everything that became of the connection, in order. */
  readonly turns: readonly Turn[];
}

export type Report = { readonly id: number } & (Told | { readonly failure: string });
