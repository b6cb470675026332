import { CodedError } from "@rollcall/contracts";
import { createAllowances, type Rate } from "@rollcall/runtime";
import type { RequestHandler } from "express";
import type { Bearer } from "../viewer.ts";

export interface Limits {
  /** What one holder of a token may ask. */
  readonly perHolder: Rate;
  /** How many requests are answered at once. */
  readonly underWay: number;
  /** Whoever takes nothing of an answer for so long is cut off, in milliseconds; longer than any answer takes. */
  readonly idleMs: number;
}

/** A page asks some times a minute, and some times a second while somebody opens one person after the other. */
export const defaultLimits: Limits = {
  perHolder: { burst: 100, perSecond: 20 },
  underWay: 1_000,
  idleMs: 30_000,
};

/** Who holds a token, whichever it is of many; null for one that sees every room: that is the operator's own. */
export const holderOf = ({ mayListRooms, identity, room }: Bearer): string | null =>
  mayListRooms ? null : JSON.stringify([identity, room]);

/** Returns what throws `too_many_requests` when a holder asks too often. */
export function limitHolders({ perHolder }: Limits): (viewer: Bearer) => void {
  const isAllowed = createAllowances(perHolder);
  return (viewer) => {
    const holder = holderOf(viewer);
    if (holder !== null && !isAllowed(holder, performance.now())) throw new CodedError("too_many_requests");
  };
}

/** More at once would only make all of them wait: who comes too many is told so with `overloaded`. */
export function shedLoad({ underWay: most, idleMs }: Limits): RequestHandler {
  let underWay = 0;
  return (_request, response, next) => {
    if (underWay >= most) throw new CodedError("overloaded");
    underWay += 1;
    response.setTimeout(idleMs, () => response.destroy());
    response.on("close", () => {
      underWay -= 1;
    });
    next();
  };
}
