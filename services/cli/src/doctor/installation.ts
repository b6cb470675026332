import {
  createClock,
  openRoomService,
  type Clock,
  type LiveKitAccess,
  type RoomService,
} from "@rollcall/livekit";
import { openBus, type Bus } from "@rollcall/messaging";
import type { Logger } from "@rollcall/runtime";
import { openMongoStore, type StoreReader } from "@rollcall/store";
import { CannotCheck } from "./check.ts";
import type { Settings } from "./settings.ts";

/** What checks look at. Connections are opened when first asked for, and shared; a lack throws `CannotCheck`. */
export interface Installation {
  readonly settings: Settings;
  readonly access: () => LiveKitAccess;
  readonly rooms: () => RoomService;
  /** LiveKit's clock, measured. */
  readonly clock: () => Promise<Clock>;
  readonly bus: () => Promise<Bus>;
  readonly store: () => Promise<StoreReader>;
  readonly mongodbUrl: () => string;
}

const connectWithinMs = 3_000;

/** Opens nothing yet; what is opened later is closed when this is disposed. */
export function openInstallation(settings: Settings, log: Logger): Installation & AsyncDisposable {
  const opened = new AsyncDisposableStack();
  const openings = new Set<Promise<unknown>>();
  const once = <T>(open: () => Promise<T>): (() => Promise<T>) => {
    let opening: Promise<T> | undefined;
    return () => {
      opening ??= open();
      openings.add(opening);
      return opening;
    };
  };
  const access = () =>
    known(settings.livekit, "LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not all set");
  const mongodbUrl = () => known(settings.mongodbUrl, "MONGODB_URL is not set");
  const natsUrl = () => known(settings.natsUrl, "NATS_URL is not set");
  return {
    ...{ settings, access, mongodbUrl },
    rooms: () => openRoomService(access()),
    clock: once(async () => {
      const clock = opened.use(createClock({ url: access().url }));
      await clock.measure();
      return clock;
    }),
    bus: once(async () => {
      const url = natsUrl();
      return opened.use(
        await orCannot(
          openBus({ url, tls: settings.natsTls, name: "rollcall", log, startLimitMs: connectWithinMs }),
        ),
      );
    }),
    store: once(async () => {
      const limits = { answerLimitMs: connectWithinMs, startLimitMs: connectWithinMs };
      return opened.use(await orCannot(openMongoStore({ url: mongodbUrl(), log, ...limits })));
    }),
    async [Symbol.asyncDispose]() {
      // A check that ran out of time may have left one that is still being opened.
      await Promise.allSettled(openings);
      await opened.disposeAsync();
    },
  };
}

function known<T>(value: T | undefined, lack: string): T {
  if (value === undefined) throw new CannotCheck(lack);
  return value;
}

async function orCannot<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    throw new CannotCheck(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
