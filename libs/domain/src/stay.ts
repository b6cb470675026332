import type { Instant, Mark } from "./instant.ts";

/**
 * One participant session as evidence has it so far. Every field is merged by an operation that is
 * commutative, associative and idempotent (see `fold-stay.ts`), so the order and repetition of evidence cannot matter.
 */
export interface Stay {
  readonly sid: string;
  /** Constant by nature; more than one claim is a conflict, and the first one counts. */
  readonly room: readonly Claim[];
  readonly roomSid: readonly Claim[];
  readonly identity: readonly Claim[];
  readonly participantKind: readonly Claim[];
  readonly hidden: boolean;
  readonly name: NameMark | null;
  /** The session began on LiveKit's node. */
  readonly joinedAt: Mark | null;
  /** Lower and upper bound of becoming ACTIVE: of media flowing. */
  readonly activeFrom: Mark | null;
  readonly activeBy: Mark | null;
  /** When a prompt webhook told of it: ingress's clock, so an estimate and never a bound. */
  readonly activeAt: Mark | null;
  /** The last instant at which evidence says that it was in the room. */
  readonly seenUntil: Mark | null;
  /** The last instant at which LiveKit knew anything of it. */
  readonly heardUntil: Mark | null;
  readonly endings: readonly Ending[];
}

/** A value that evidence claims: a webhook's (rank 0) beats a snapshot's (rank 1), then the smaller one. */
export interface Claim {
  readonly rank: 0 | 1;
  readonly value: string;
}

export interface NameMark extends Mark {
  readonly value: string;
}

export type Ending = Departure | Disappearance;

/** LiveKit said that the session ended. */
export interface Departure {
  readonly how: "left" | "aborted";
  readonly by: string;
  readonly createdAt: Instant;
  readonly receivedAt: Instant;
  readonly reason: string;
}

/** Two looks found the session provably absent. */
export interface Disappearance {
  readonly how: "absent";
  readonly by: string;
  readonly why: "silent" | "ghost" | "replaced";
  readonly firstLookAt: Instant;
  readonly lastAnswerAt: Instant;
}

export const emptyStay = (sid: string): Stay => ({
  sid,
  room: [],
  roomSid: [],
  identity: [],
  participantKind: [],
  hidden: false,
  name: null,
  joinedAt: null,
  activeFrom: null,
  activeBy: null,
  activeAt: null,
  seenUntil: null,
  heardUntil: null,
  endings: [],
});

export const roomOf = (stay: Stay): string => stay.room[0]?.value ?? "";
export const roomSidOf = (stay: Stay): string | null => stay.roomSid[0]?.value ?? null;
export const identityOf = (stay: Stay): string => stay.identity[0]?.value ?? "";
export const participantKindOf = (stay: Stay): string => stay.participantKind[0]?.value ?? "STANDARD";

/** When an ending began: the stamp of a departure, the first look of an absence. */
export const firstInstantOf = (ending: Ending): Instant =>
  ending.how === "absent" ? ending.firstLookAt : ending.createdAt;

/** An absence that began only after the session was last seen. Otherwise LiveKit contradicted itself. */
export const isValidAbsence = (stay: Stay, ending: Disappearance): boolean =>
  ending.firstLookAt > (stay.seenUntil?.at ?? -Infinity);

/** Whether no evidence ends this stay. */
export const isOpen = (stay: Stay): boolean =>
  !stay.endings.some((ending) => ending.how !== "absent" || isValidAbsence(stay, ending));
