/**
 * What single people do: probabilities, each for one person in one meeting. They are high on purpose: a class of
 * thirty has five crashes, four people whose network drops, and a person with two devices.
 */
export const habits = {
  /** How somebody goes: closing the page properly, losing it (crash, closed lid, dead battery), or being put out. */
  crashes: 0.15,
  isRemoved: 0.02,
  /** Goes away in the middle and comes back later. */
  takesBreak: 0.12,
  /** Comes late by up to a third of the meeting; goes early by as much. */
  comesLate: 0.15,
  goesEarly: 0.1,
  /** Reloads the page, one to three times. */
  reloads: 0.1,
  /** The network is gone for so short that the session goes on, or so long that there will be a new one. */
  hasShortCut: 0.1,
  hasLongCut: 0.06,
  /** Joins once more from a telephone, which puts the first device out. */
  hasSecondDevice: 0.04,
  /** A page that joins and never gets media, before the one that does. */
  failsFirst: 0.02,
  publishes: 0.5,
  /** Connecting takes 2 to 20 seconds and not less. */
  connectsSlowly: 0.08,
  /** The device comes back by itself when its media node died. */
  returns: 0.9,
  /** Of meetings: with an agent, with a recorder, with somebody hidden, on the telephone, of a kind that we do not know. */
  hasAgent: 0.2,
  hasRecorder: 0.25,
  hasHidden: 0.04,
  hasTelephone: 0.04,
  hasUnknownKind: 0.01,
} as const;
