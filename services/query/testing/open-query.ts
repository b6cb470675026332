import { CodedError, type EvidenceRecord } from "@rollcall/contracts";
import type { Page } from "@rollcall/dashboard";
import { defaultPolicy, type Instant, type Snapshot } from "@rollcall/domain";
import { createTokenReader } from "@rollcall/livekit";
import { readLatestMeeting } from "@rollcall/reading";
import { nine } from "@rollcall/reading/testing";
import { createLogger, healthRoutes, listen } from "@rollcall/runtime";
import type { StoreReader } from "@rollcall/store";
import { currentTrace } from "@rollcall/telemetry";
import { MemoryStore } from "@rollcall/store/testing";
import { createApp } from "../src/app.ts";
import type { DeadLetters } from "../src/dead-letters/ask-letters.ts";
import type { Limits } from "../src/http/limits.ts";
import { Streams } from "../src/live/streams.ts";
import { RoomWatches } from "../src/live/room-watches.ts";
import type { RoomNotices } from "../src/live/room-notices.ts";
import type { StreamTiming } from "../src/live/event-stream.ts";
import { createRoomCheck } from "../src/look/room-check.ts";
import { remember } from "./remember.ts";
import { key } from "./tokens.ts";

/** The service over the memory store on a free port, with everything at its border in the test's hands. */
export interface QueryUnderTest extends AsyncDisposable {
  readonly url: string;
  readonly store: MemoryStore;
  /** LiveKit's clock. */
  now: Instant;
  /** What the verifier answers; null for nobody there. */
  look: ((room: string) => Snapshot | null) | null;
  /** Rooms that the verifier was asked for. */
  readonly looks: string[];
  isBusConnected: boolean;
  /** Lets the database fail. */
  storeFailure: Error | null;
  readonly logged: string[];
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Response>;
  remember(records: readonly EvidenceRecord[]): Promise<void>;
  /** What attendance does about dead letters; nobody is there unless said otherwise. */
  letters: DeadLetters;
  post(path: string, body: unknown, token?: string, headers?: Record<string, string>): Promise<Response>;
  /** Tells the watchers of a room that it changed. */
  notify(room: string): void;
}

export interface QueryOptions {
  readonly mostStreams?: number;
  readonly timing?: StreamTiming;
  readonly rereadAfterMs?: number;
  readonly limits?: Limits;
  /** Default: none, since bundling it takes a while. */
  readonly page?: Page;
}

export async function openQuery(options: QueryOptions = {}): Promise<QueryUnderTest> {
  const store = new MemoryStore();
  const logged: string[] = [];
  const listeners = new Map<string, Set<() => void>>();
  const open = new AsyncDisposableStack();
  const world: QueryUnderTest = {
    url: "",
    store,
    now: nine,
    look: null,
    looks: [],
    isBusConnected: true,
    storeFailure: null,
    logged,
    get: (path, token, headers = {}) =>
      fetch(new URL(path, world.url), {
        headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
      }),
    letters: nobody,
    post: (path, body, token, headers = {}) =>
      fetch(new URL(path, world.url), {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: {
          "content-type": "application/json",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      }),
    remember: (records) => remember(store, records),
    notify: (room) => {
      for (const tell of listeners.get(room) ?? []) tell();
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
  const tools = toolsOf(world, listeners, options);
  const app = createApp({
    ...tools,
    page: options.page ?? { html: "", assets: [] },
    ...(options.limits !== undefined && { limits: options.limits }),
  });
  // Clients of tests keep connections open that they never use.
  const listening = open.use(await listen(app, { port: 0, stopWithinMs: 300 }));
  open.use(tools.watches);
  open.use(tools.streams);
  return Object.assign(world, { url: `http://127.0.0.1:${listening.port}` });
}

function toolsOf(world: QueryUnderTest, listeners: Map<string, Set<() => void>>, options: QueryOptions) {
  const log = createLogger("query", {
    destination: { write: (line: string) => void world.logged.push(line) },
  });
  const reading = { store: failing(world), now: () => world.now, policy: defaultPolicy };
  const check = createRoomCheck(
    (room) => lookAt(world, room),
    () => performance.now(),
    () => {},
  );
  const watches = new RoomWatches({
    read: (room) => readLatestMeeting(reading, room),
    notices: noticesOf(world, listeners),
    onBug: (error) => log.error({ err: error }, "watch.failed"),
    ...(options.rereadAfterMs !== undefined && { rereadAfterMs: options.rereadAfterMs }),
  });
  const streams = new Streams(options.mostStreams, options.timing);
  const readToken = createTokenReader({ keys: { [key.apiKey]: key.apiSecret } });
  const letters: DeadLetters = {
    list: (wanted) => world.letters.list(wanted),
    show: (number) => world.letters.show(number),
    redrive: (action) => world.letters.redrive(action),
    drop: (action) => world.letters.drop(action),
  };
  return { ...reading, check, watches, streams, readToken, letters, log, health: healthRoutes({}) };
}

const away = () => Promise.reject(new CodedError("attendance_unavailable"));
const nobody: DeadLetters = { list: away, show: away, redrive: away, drop: away };

async function lookAt(world: QueryUnderTest, room: string): Promise<Snapshot> {
  world.looks.push(room);
  const snapshot = world.look?.(room) ?? null;
  if (snapshot === null) throw new CodedError("verifier_unavailable");
  return snapshot;
}

/** The store as long as it does not fail. */
const failing = (world: QueryUnderTest): StoreReader =>
  new Proxy<StoreReader>(world.store, {
    get: (store, name) => {
      if (world.storeFailure !== null) return () => Promise.reject(world.storeFailure);
      const member: unknown = Reflect.get(store, name, store);
      return typeof member === "function" ? member.bind(store) : member;
    },
  });

function noticesOf(world: QueryUnderTest, listeners: Map<string, Set<() => void>>): RoomNotices {
  return {
    isConnected: () => world.isBusConnected,
    subscribe: (room, onChange) => {
      const tell = () => onChange(currentTrace());
      const own = listeners.get(room) ?? new Set();
      listeners.set(room, own.add(tell));
      return { [Symbol.dispose]: () => void own.delete(tell) };
    },
  };
}
