import { CannotCheck, type Check } from "../check.ts";
import { ok, warning } from "../finding.ts";

/** Who answers when we ask who is in a room: the media nodes, or LiveKit's store. */
export const listingMode: Check = {
  name: "listing mode",
  limitMs: 10_000,
  async run({ rooms }) {
    const mode = await rooms().detectListingMode();
    if (typeof mode !== "string") throw new CannotCheck(`LiveKit does not say who lists (${mode.failed})`);
    if (mode === "psrpc")
      return [ok("lists_by_media_nodes", "The media nodes themselves say who is in a room.")];
    return [
      warning("lists_by_store", {
        found: "LiveKit's store says who is in a room, not the media nodes.",
        effect:
          "With Redis, people of a node that died stay listed for ever and living ones can be missing, so each needs a probe: absences take longer to prove, and some time stays unverified. Without Redis nothing is lost.",
        change: "livekit.yaml: api: { enable_psrpc_for_get_list_participants: true }",
      }),
    ];
  },
};
