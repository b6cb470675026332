/** What one way of counting got right and wrong so far. Times in whole milliseconds; grows with each history. */
export interface Figures {
  /** Per stay: how far the credited time is from the true one. Per person: likewise, over all their stays. */
  readonly stayErrors: number[];
  readonly personErrors: number[];
  /** People whom the report credits with more than a moment of absence: with how much each. */
  readonly absentCredits: number[];
  /** How far the end is from a clean exit of which a webhook arrived. */
  readonly exitErrors: number[];
  /** Leaves of which no webhook ever arrived: how long from the true end until the row said so. */
  readonly healed: number[];
  /**
   * The same where LiveKit and we could be asked all the while: from the true end, and from LiveKit's letting go; but
   * not from before the row was there, since nobody can end in a record that has not heard of them.
   */
  readonly dueFromEnd: number[];
  readonly dueFromLettingGo: number[];
  readonly sums: Sums;
}

export interface Sums {
  /** Time credited while absent, and time present that is not credited. */
  wrongMs: number;
  /** People said to have ended, at any moment, while they were there; how many of their stays, and for how long. */
  endedPeople: number;
  endedStays: number;
  endedMs: number;
  /** Stays that are in no row at all. */
  missedStays: number;
  /** Lost leaves of stays that were over before any row was there: their first webhook came late. */
  heardLate: number;
  /** Lost leaves that no row ever told; and of those that were due. */
  neverHealed: number;
  neverHealedDue: number;
}

export const emptyFigures = (): Figures => ({
  stayErrors: [],
  personErrors: [],
  absentCredits: [],
  exitErrors: [],
  healed: [],
  dueFromEnd: [],
  dueFromLettingGo: [],
  sums: {
    wrongMs: 0,
    endedPeople: 0,
    endedStays: 0,
    endedMs: 0,
    missedStays: 0,
    heardLate: 0,
    neverHealed: 0,
    neverHealedDue: 0,
  },
});

/** What only Rollcall says: bounds, and what is not certain. */
export interface Certainty {
  readonly endWidths: number[];
  readonly personWidths: number[];
  readonly sums: CertaintySums;
}

export interface CertaintySums {
  /** Starts, ends and times compared with their bounds, and how many were outside. */
  checked: number;
  outside: number;
  /** People called absent, at a moment of reading, who were there on a stay that evidence knows. */
  absentThough: number;
  /** Person time at moments of reading: all that is said to be live, and what of it is called unverified. */
  liveMs: number;
  unverifiedMs: number;
  /** The same in histories without any outage. */
  ordinaryLiveMs: number;
  ordinaryUnverifiedMs: number;
  /** Time of meetings in finished reports, and what of it no good look covers. */
  meetingMs: number;
  uncoveredMs: number;
}

export const emptyCertainty = (): Certainty => ({
  endWidths: [],
  personWidths: [],
  sums: {
    checked: 0,
    outside: 0,
    absentThough: 0,
    liveMs: 0,
    unverifiedMs: 0,
    ordinaryLiveMs: 0,
    ordinaryUnverifiedMs: 0,
    meetingMs: 0,
    uncoveredMs: 0,
  },
});
