import type { Invariant } from "../invariant.ts";

/** Asked for at once. */
const chunk = 500;

export const allArchived: Invariant = {
  name: "nothing lost",
  what: "every webhook that was answered with 2xx is in the archive, and no authentic one was answered with 4xx; webhooks archived of those acknowledged. Where the fault destroys the only copy, some that attendance had not taken yet may be gone",
  async check({ fault, installation: { store }, traffic: { sender } }) {
    const ids = [...sender.acknowledged];
    const found = new Set<string>();
    for (let from = 0; from < ids.length; from += chunk)
      for (const { id } of await store.records(ids.slice(from, from + chunk))) found.add(id);
    const missing = ids.filter((id) => !found.has(id));
    return {
      holds: missing.length <= (fault.mayLose ?? 0) && sender.refused.length === 0 && ids.length > 0,
      figure: `${found.size} of ${ids.length}`,
      wrong: [
        ...missing.map((id) => `${id} is not in the archive`),
        ...sender.refused.map((id) => `${id} was refused`),
      ],
    };
  },
};
