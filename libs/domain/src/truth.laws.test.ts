import { describe } from "vitest";
import * as claims from "../testing/index.ts";
import { law } from "../testing/law.ts";

/** What a claim says about readings at many instants, each with the evidence delivered until then. */
const always =
  (claim: claims.Claim) =>
  (history: claims.History): readonly string[] =>
    claims
      .tellingReadings(history)
      .flatMap((reading) =>
        claim(reading, history).map((words) => `at ${reading.now - history.plan.startsAt}: ${words}`),
      );

describe("whatever LiveKit, the network and Rollcall's own services do", () => {
  law(
    "nobody who is in the room is ever said to have ended",
    ["stormy", "torn"],
    always(claims.nobodyThereIsEnded),
  );
  law("nobody who is in the room is called absent", ["stormy", "torn"], always(claims.nobodyThereIsAbsent));
  law("the true start lies inside its bounds", ["stormy", "torn"], always(claims.startIsInBounds));
  law("the true end lies inside its bounds", ["stormy", "torn"], always(claims.endIsInBounds));
  law(
    "the true time of a stay lies between minimum and maximum",
    ["stormy", "torn"],
    always(claims.creditIsInBounds),
  );
  law(
    "a person's time is the union of their stays, between minimum and maximum",
    ["stormy", "torn"],
    always(claims.attendanceIsInBounds),
  );
  law(
    "credit never exceeds what evidence covers",
    ["stormy", "torn", "cut_off"],
    always(claims.creditIsCovered),
  );
  law("credit stops where LiveKit stops to list a session", ["stormy", "torn"], always(claims.creditStops));
  law(
    "who was there for longer than the horizon is known",
    ["stormy", "torn"],
    always(claims.verifiedMeansKnown),
  );
});

describe("while media nodes answer", () => {
  law("every end is in the record within two minutes", ["fair", "torn"], claims.everyEndIsFound);
});

describe("known limit: a media node that LiveKit's bus cannot reach for over 25 s counts as gone", () => {
  law("even so, starts lie inside their bounds", ["cut_off"], always(claims.startIsInBounds));
  law("even so, ends that LiveKit told of lie inside theirs", ["cut_off"], always(claims.toldEndIsInBounds));
  law("even so, nobody's minimum is more than their time", ["cut_off"], always(claims.minimumIsReal));
});
