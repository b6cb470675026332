import { hour, minute, second } from "@rollcall/domain";

/** A share as percent, never rounded up: 100 % means all, and 0 % none. */
export function percent(part: number, whole: number, digits = 2): string {
  if (whole === 0) return "–";
  const scale = 10 ** digits;
  const floored = Math.floor((100 * scale * part) / whole) / scale;
  return part === whole || part === 0 ? `${floored} %` : `${floored.toFixed(digits)} %`;
}

/** A share that should be small: never rounded down to nothing. */
export function smallPercent(part: number, whole: number): string {
  if (whole === 0) return "–";
  const share = (100 * part) / whole;
  return `${part === 0 ? "0" : share < 0.001 ? "below 0.001" : share.toFixed(share < 0.1 ? 3 : 2)} %`;
}

export function duration(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < minute) return `${(ms / second).toFixed(ms < 10 * second ? 2 : 1)} s`;
  if (ms < 2 * minute) return `${Math.round(ms / second)} s`;
  return ms < 2 * hour ? `${Math.round(ms / minute)} min` : hours(ms);
}

export const hours = (ms: number): string =>
  ms < 10 * hour ? `${(ms / hour).toFixed(1)} h` : `${count(Math.round(ms / hour))} h`;

export const count = (number: number): string => number.toLocaleString("en");
