/** Histories that are scored apart, because Rollcall's promises for them are weaker, and it says so. */
export const apart = {
  stalled: {
    what: "a media node stands still for 5 to 22 s, alone or as one of two (a split brain)",
    why: "LiveKit stamps an exit late that happens while it stands still, so bounds are not promised for that moment",
  },
  cut_off: {
    what: "LiveKit's own bus cannot reach a media node for 25 to 150 s, while its people talk on",
    why: "for as long, nobody can tell its people from people who have gone: they count as gone until it is back",
  },
} as const;

export type ApartKind = keyof typeof apart;
export const apartKinds = ["stalled", "cut_off"] as const satisfies readonly ApartKind[];

/** The part of all histories that each has, beside those of the mix. */
export const apartShare = 0.1;
