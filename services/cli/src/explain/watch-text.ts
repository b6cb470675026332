import { codes } from "@rollcall/contracts";
import { horizonMs, overlaps, type Explanation, type Policy, type UnverifiedSpan } from "@rollcall/domain";
import { lengthText, type Clock } from "./words.ts";

/** What the looks at the room say of everybody who is not told of, and why there are gaps between them. */
export function watchLines(
  { meeting, verified, unverified }: Explanation,
  clock: Clock,
  policy: Policy,
): readonly string[] {
  const [first, last] = [verified[0], verified.at(-1)];
  const told = (spans: readonly UnverifiedSpan[]) =>
    spans.map(({ from, to, reason }) => `  - ${clock(from)} to ${clock(to)}: ${troubleText(reason)}`);
  if (first === undefined || last === undefined)
    return unverified.length === 0
      ? ["The room has not been verified yet."]
      : ["The room was never verified:", ...told(unverified)];
  const before = unverified.filter(({ to }) => to <= first.from);
  const after = unverified.filter(({ from }) => from >= last.to);
  const within = unverified.filter((gap) => overlaps(gap, { from: first.from, to: last.to }));
  const soFar = meeting.live && after.length === 0 ? ", by the latest look" : "";
  return [
    `The room was verified from ${clock(first.from)} to ${clock(last.to)}${soFar}${within.length > 0 ? ", except:" : "."}`,
    ...told(within),
    ...around(before.length > 0, after.length > 0),
    ...told([...before, ...after]),
    `Anybody there for longer than ${lengthText(horizonMs(policy))} while it was verified would have been listed.`,
  ];
}

function around(isBefore: boolean, isAfter: boolean): readonly string[] {
  if (!isBefore && !isAfter) return [];
  const when = isBefore && isAfter ? "Before and after that" : isBefore ? "Before that" : "After that";
  return [`${when} it was not:`];
}

const troubleText = (reason: string): string =>
  reason === "not_asked"
    ? "nobody asked LiveKit (not_asked)"
    : `no look succeeded${meaningOf(reason)} (${reason})`;

function meaningOf(reason: string): string {
  const meaning = Object.entries(codes).find(([code]) => code === reason)?.[1];
  return meaning === undefined ? "" : `: ${meaning}`;
}
