import type { CensusMessage, SnapshotMessage } from "@rollcall/contracts";
import type { Instant, Judgement, Listed, Participant } from "@rollcall/domain";

export interface JudgedLook {
  readonly id: string;
  readonly room: string;
  readonly roomSids: readonly string[];
  readonly roomSid: string | null;
  readonly askedAt: Instant;
  readonly answeredAt: Instant;
  readonly horizonMs: number;
  readonly judgement: Judgement;
  /** Whether the open stays were known; without them nobody's absence could be decided. */
  readonly knewOpenStays: boolean;
}

/** The record of one look at one room, as it is published. */
export function snapshotOf({ judgement, knewOpenStays, ...look }: JudgedLook): SnapshotMessage {
  const { present, joining, absent, undecided, trouble } = judgement;
  return {
    version: 1,
    kind: "snapshot",
    ...look,
    roomSids: [...new Set(look.roomSids)].toSorted(),
    trouble: trouble ?? (knewOpenStays ? null : "store_unavailable"),
    present: present.map(participantOf),
    joining: joining.flatMap((entry) =>
      entry.state === "JOINING" || entry.state === "JOINED"
        ? [{ ...participantOf(entry), state: entry.state }]
        : [],
    ),
    absent: [...absent],
    undecided: [...undecided],
  };
}

export const censusOf = (asked: Omit<CensusMessage, "version" | "kind">): CensusMessage => ({
  version: 1,
  kind: "census",
  ...asked,
});

const participantOf = ({ sid, identity, name, kind, hidden, joinedAt }: Listed): Participant => ({
  sid,
  identity,
  name,
  kind,
  hidden,
  joinedAt,
});
