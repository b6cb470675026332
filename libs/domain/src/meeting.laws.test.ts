import { describe } from "vitest";
import { meetingIdsLast, meetingsPartitionStays } from "../testing/index.ts";
import { law } from "../testing/law.ts";

describe("meetings", () => {
  law("every stay is in exactly one meeting, and ids are unique", ["stormy", "torn"], meetingsPartitionStays);
  law(
    "an id leads to the same meeting for ever, and so do its SIDs",
    ["fair", "stormy", "torn"],
    meetingIdsLast,
  );
});
