import { defaultPolicy, staleAfterMs } from "@rollcall/domain";
import type { StoreReader } from "@rollcall/store";
import { counted, isOrAre } from "../../counted.ts";
import { shown } from "../../shown.ts";
import type { Check } from "../check.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { Installation } from "../installation.ts";

const roomsRead = 200;
const roomsShown = 5;

/** How far looks reach, and whom no recent evidence speaks of. */
export const unverified: Check = {
  name: "unverified",
  limitMs: 15_000,
  async run(installation) {
    const store = await installation.store();
    const now = await nowOfLiveKit(installation);
    const staleMs = staleAfterMs({ ...defaultPolicy, intervalMs: installation.settings.intervalMs });
    return [await judgeSweeps(store, now, staleMs), await judgeStays(store, now - staleMs)];
  },
};

/** Evidence bears LiveKit's time; without LiveKit ours has to do. */
async function nowOfLiveKit({ clock, settings }: Installation): Promise<number> {
  const now = Date.now();
  return settings.livekit === undefined ? now : (await clock()).toLiveKit(now).latest;
}

async function judgeSweeps(store: StoreReader, now: number, staleMs: number): Promise<Finding> {
  const { askedUntil } = await store.livekit();
  const change = "Start the verifier and attendance; VERIFY_INTERVAL_MS must be the same for them and here.";
  if (askedUntil === null) {
    const found = "LiveKit has never been asked for its rooms.";
    const effect = "Nobody's absence can be told: whoever is not known to be present is unverified.";
    return problem("never_asked", { found, effect, change });
  }
  const ageMs = Math.max(0, now - askedUntil.at);
  const found = `LiveKit was last asked for its rooms ${Math.round(ageMs / 1000)} s ago.`;
  if (ageMs <= staleMs) return ok("sweeps_reach", found, { ageMs });
  const effect = "Whoever is not known to be present is unverified: somebody might be there unseen.";
  return problem("sweeps_late", { found, effect, change, measured: { ageMs } });
}

async function judgeStays(store: StoreReader, seenBefore: number): Promise<Finding> {
  const { open, stale } = await store.openStayCounts(seenBefore);
  const measured = { open, stale };
  if (stale === 0) return ok("stays_verified", allSeenText(open), measured);
  const rooms = await staleRooms(store, seenBefore);
  const tell = stale === open ? problem : warning;
  return tell("stays_unverified", {
    found: `${stale} of ${open} live stays ${isOrAre(stale)} unverified${roomsText(rooms)}.`,
    effect: "Their credit stands still at the last sight, and their bounds grow until LiveKit says more.",
    change:
      "See the findings about LiveKit, the verifier and the consumers; with none of them, LiveKit contradicts itself about these rooms: rollcall dead-letters list, and LiveKit's own log.",
    measured: { ...measured, rooms: rooms.length },
  });
}

const allSeenText = (open: number): string =>
  open === 0 ? "No stay is live." : `${counted(open, "stay")} ${isOrAre(open)} live, all seen lately.`;

/** Empty when none of the rooms that were read has any. */
function roomsText(rooms: readonly string[]): string {
  if (rooms.length === 0) return "";
  const names = rooms.slice(0, roomsShown).map((room) => shown(JSON.stringify(room)));
  return `, in ${counted(rooms.length, "room")}: ${names.join(", ")}${rooms.length > roomsShown ? ", …" : ""}`;
}

async function staleRooms(store: StoreReader, seenBefore: number): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { room } of (await store.roomsWithOpenStays()).slice(0, roomsRead)) {
    const stays = await store.openStaysIn(room);
    if (stays.some(({ seenUntil }) => seenUntil === null || seenUntil.at < seenBefore)) stale.push(room);
  }
  return stale;
}
