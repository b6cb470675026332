import type { Chance, Person } from "@rollcall/domain/testing";
import { habits } from "./habits.ts";

/** So many people, with names of all kinds. */
export const makePeople = (count: number): readonly Person[] =>
  Array.from({ length: count }, (_, index) => ({
    identity: `person ${index + 1}`,
    name: `Name ${index + 1}`,
    kind: "STANDARD",
    hidden: false,
  }));

/** Participants whose time counts for nobody: each record must tell them from people. */
export function makeCompany(chance: Chance): readonly Person[] {
  const kinds = [
    [habits.hasAgent, "AGENT", false],
    [habits.hasRecorder, "EGRESS", true],
    [habits.hasHidden, "STANDARD", true],
    [habits.hasTelephone, "SIP", false],
    [habits.hasUnknownKind, "HOLOGRAM", false],
  ] as const;
  return kinds
    .filter(([probability]) => chance.happens(probability))
    .map(([, kind, hidden], index) => ({ identity: `company ${index + 1}`, name: "", kind, hidden }));
}
