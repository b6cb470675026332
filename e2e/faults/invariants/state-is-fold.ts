import { rollcall } from "../../world/rollcall.ts";
import type { Invariant } from "../invariant.ts";

export const stateIsFold: Invariant = {
  name: "state = fold",
  what: "`npx rollcall rebuild --verify` finds the stored documents equal to the fold of the archive, byte for byte; documents compared",
  async check({ installation }) {
    const { code, stdout } = await rollcall(installation, "rebuild", "--verify");
    const documents = /Stored: (\d+) stays, (\d+) room/.exec(stdout)?.slice(1).map(Number) ?? [];
    return {
      holds: code === 0,
      figure: code === 0 ? `${documents.reduce((sum, one) => sum + one, 0)} equal` : `exit ${code}`,
      wrong: code === 0 ? [] : stdout.split("\n").slice(0, 20),
    };
  },
};
