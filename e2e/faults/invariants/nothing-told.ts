import type { Invariant } from "../invariant.ts";
import { marks } from "../traffic/people.ts";

export const nothingTold: Invariant = {
  name: "no secrets in logs",
  what: "no name, identity, room name, token or secret stands in anything that the services wrote, or in the text of an error that they answered; lines searched",
  async check({ installation, watch: { problems } }) {
    const lines = [...installation.output().split("\n"), ...problems];
    const secrets = [...Object.values(marks), installation.key.apiSecret, "eyJ"];
    const found = secrets.filter((secret) => lines.some((line) => line.includes(secret)));
    return {
      holds: found.length === 0 && lines.length > 1,
      figure: `${lines.length} lines`,
      wrong: found.map((secret) => `"${secret}" was written`),
    };
  },
};
