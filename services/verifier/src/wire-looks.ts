import type { RoomCheck } from "@rollcall/contracts";
import { defaultPolicy, horizonMs } from "@rollcall/domain";
import type { Clock } from "@rollcall/livekit";
import type { Logger } from "@rollcall/runtime";
import type { StoreReader } from "@rollcall/store";
import pLimit from "p-limit";
import { checkRoom } from "./check-room.ts";
import { ControlRoom } from "./control-room.ts";
import { FairPool } from "./fair-pool.ts";
import { guardLiveKit } from "./guard-livekit.ts";
import { ListingMode } from "./listing-mode.ts";
import type { LiveKit } from "./livekit.ts";
import type { Machine } from "./machine.ts";
import { observeCheck, observeSweep } from "./observe.ts";
import type { publishFindings } from "./publish-findings.ts";
import { SharedLooks } from "./shared-looks.ts";
import { SharedRooms } from "./shared-rooms.ts";
import { sweep } from "./sweep.ts";
import { takeLook, type LookTools } from "./take-look.ts";
import { untilDue } from "./until-due.ts";

export interface Neighbours {
  readonly livekit: LiveKit;
  readonly clock: Pick<Clock, "toLiveKit">;
  readonly store: Pick<StoreReader, "openStaysIn" | "roomsWithOpenStays">;
  readonly findings: ReturnType<typeof publishFindings>;
  readonly log: Logger;
  readonly machine: Machine;
}

export interface Wiring {
  readonly intervalMs: number;
  /** Tells this instance's control rooms from those of others. */
  readonly instance: string;
}

const listingsAtOnce = 16;
/** A thousand people who vanish at once are found gone within the two minutes: two looks of 12 s each. */
const probesAtOnce = 256;
/** What waits in the driver's own queue fails after a while; ours waits its turn. */
const storeReadsAtOnce = 16;

/** Puts the verifier's two kinds of work together: sweeps, and looks that can be shared. */
export function wireLooks({ livekit, clock, store, findings, log, machine }: Neighbours, wiring: Wiring) {
  const guarded = guardLiveKit(livekit, machine.steady, (breaker) =>
    log.warn({ circuit: breaker.is }, "livekit.circuit"),
  );
  const common = {
    ...machine,
    earliest: (ours: number) => clock.toLiveKit(ours).earliest,
    latest: (ours: number) => clock.toLiveKit(ours).latest,
    intervalMs: wiring.intervalMs,
    horizonMs: horizonMs({ ...defaultPolicy, intervalMs: wiring.intervalMs }),
    ...findings,
  };
  const rooms = new SharedRooms({ ...common, listRooms: () => guarded.listRooms() });
  const listingMode = new ListingMode(() => guarded.listingMode(), common.now);
  const lookTools: LookTools = {
    ...common,
    livekit: guarded,
    listingMode,
    listings: pLimit(listingsAtOnce),
    rereadings: pLimit(listingsAtOnce),
    answers: new FairPool(probesAtOnce),
    silences: new FairPool(probesAtOnce),
    controlRoom: new ControlRoom((room) => guarded.control(room), wiring.instance),
  };
  const storeReads = pLimit(storeReadsAtOnce);
  const checkTools = {
    ...common,
    rooms,
    openStaysIn: (room: string) => storeReads(() => store.openStaysIn(room)),
    takeLook: (at: Parameters<typeof takeLook>[0]) => takeLook(at, lookTools),
  };
  const sweepTools = { ...common, rooms, roomsWithOpenStays: () => store.roomsWithOpenStays() };
  const looks = new SharedLooks(
    observeCheck((check) => checkRoom(check, checkTools), log),
    common.now,
  );
  return {
    listingMode,
    looks,
    // Nobody who asks for a look now shares the waiting.
    lookWhenDue: async (check: RoomCheck) => {
      await untilDue(check, common);
      return looks.take(check);
    },
    sweep: observeSweep((sweepId) => sweep(sweepId, sweepTools), log),
  };
}
