import type { Instant, Span } from "@rollcall/domain";

/** The earliest and the latest; of none, a span that contains nothing. Rooms can hold more stays than a call takes arguments. */
export const extentOf = (instants: Iterable<Instant>): Span => {
  let from = Infinity;
  let to = -Infinity;
  for (const instant of instants) {
    from = Math.min(from, instant);
    to = Math.max(to, instant);
  }
  return { from, to };
};
