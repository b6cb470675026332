import { isOpen, isUntold, type Stay } from "@rollcall/domain";
import type { Change } from "@rollcall/store";

/** Whether this change made a stay that no webhook has told of: its joined webhook is late, or lost. */
export const isHealedJoin = ({ version, after }: Change<Stay>): boolean =>
  version === 0 && after.activeBy !== null && isUntold(after);

/** Whether this change ended a stay by absence alone: its left webhook is late, or lost. */
export const isHealedLeave = ({ before, after }: Change<Stay>): boolean =>
  isOpen(before) &&
  !isOpen(after) &&
  after.activeBy !== null &&
  after.endings.every(({ how }) => how === "absent");
