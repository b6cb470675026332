import type { Instant, Listed } from "../src/index.ts";
import type { LiveKitSettings, Person, Visit } from "./plan.ts";
import type { SendQueue } from "./sender.ts";
import type { TrueStay } from "./truth.ts";

/** The state of a simulated LiveKit: what its media nodes hold, and what its store believes. */
export interface Cluster {
  readonly settings: LiveKitSettings;
  readonly nodes: readonly MediaNode[];
  /** Shared by the nodes with Redis; a node's own memory without. */
  readonly store: Map<string, StoredRoom>;
}

export interface MediaNode {
  readonly index: number;
  readonly rooms: Map<string, HostedRoom>;
  /** Webhooks on their way, by room. They die with the node. */
  queues: Map<string, SendQueue>;
  /** Stands still until then, and since when. */
  paused: Outage | null;
  /** Cannot be reached over LiveKit's bus, while its people talk on. */
  cutOff: Outage | null;
  isDead: boolean;
}

export interface Outage {
  readonly since: Instant;
  readonly until: Instant;
}

export interface HostedRoom {
  readonly name: string;
  readonly sid: string;
  /** One session per identity. */
  readonly sessions: Map<string, Session>;
  lastLeftAt: Instant;
}

export interface Session {
  readonly sid: string;
  readonly person: Person;
  name: string;
  readonly room: HostedRoom;
  readonly node: MediaNode;
  readonly joinedAt: Instant;
  state: "JOINED" | "ACTIVE" | "DISCONNECTED";
  /** LiveKit got as far as telling that it joined. */
  isAnnounced: boolean;
  /** Since when nothing comes from the client; null while it is connected. */
  silentSince: Instant | null;
  readonly truth: TrueStay;
  readonly device: Device;
}

/** One device of one person, whichever session it is on. */
export interface Device {
  readonly visit: Visit;
  name: string;
  session: Session | null;
  isOver: boolean;
}

/** What the store believes of a room: one entry per identity, right or not. */
export interface StoredRoom {
  readonly sid: string;
  node: MediaNode;
  readonly entries: Map<string, Listed>;
  /** Entries that were taken out lately: a copy that lags still has them. */
  readonly gone: Gone[];
}

export interface Gone {
  readonly entry: Listed;
  readonly at: Instant;
}

export const emptyCluster = (settings: LiveKitSettings): Cluster => ({
  settings,
  nodes: Array.from({ length: settings.nodes }, (_, index) => ({
    index,
    rooms: new Map(),
    queues: new Map(),
    paused: null,
    cutOff: null,
    isDead: false,
  })),
  store: new Map(),
});

export const isAwake = (node: MediaNode): boolean => !node.isDead && node.paused === null;

/** Whether the rest of LiveKit can reach the node. */
export const isReachable = (node: MediaNode): boolean => isAwake(node) && node.cutOff === null;

/** Whether its node still has the session. */
export const isHeld = ({ node, room, person, ...session }: Session): boolean =>
  node.rooms.get(room.name)?.sessions.get(person.identity)?.sid === session.sid;

/** What LiveKit says of a session in a list. */
export const listedOf = (session: Session): Listed => ({
  sid: session.sid,
  identity: session.person.identity,
  name: session.name,
  kind: session.person.kind,
  hidden: session.person.hidden,
  joinedAt: session.joinedAt,
  state: session.state,
});
