import type { Act, Plan, Visit } from "./plan.ts";

/** Takes parts out of a plan for as long as it still fails: the smallest history that breaks the same law. */
export function minimise(plan: Plan, fails: (plan: Plan) => boolean): Plan {
  for (let smaller: Plan | undefined = plan; smaller !== undefined;) {
    plan = smaller;
    smaller = reductionsOf(plan).find(fails);
  }
  return plan;
}

function reductionsOf(plan: Plan): readonly Plan[] {
  return [
    ...without(plan.visits).map((visits) => ({ ...plan, visits })),
    ...without(plan.faults).map((faults) => ({ ...plan, faults })),
    ...plan.visits.flatMap((visit, index) =>
      reducedVisits(visit).map((reduced) => ({ ...plan, visits: plan.visits.with(index, reduced) })),
    ),
    ...calmer(plan),
  ];
}

const without = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.map((_, index) => items.toSpliced(index, 1));

const reducedVisits = (visit: Visit): readonly Visit[] =>
  without<Act>(visit.acts).map((acts) => ({ ...visit, acts }));

function calmer(plan: Plan): readonly Plan[] {
  const calm = { lost: 0, late: 0, repeated: 0 };
  const weather = Object.keys(calm)
    .filter((key) => key === "lost" || key === "late" || key === "repeated")
    .filter((key) => plan.webhooks[key] > 0)
    .map((key) => ({ ...plan, webhooks: { ...plan.webhooks, [key]: 0 } }));
  const isExact = plan.verifier.clockUncertaintyMs === 0;
  const exact = { ...plan, verifier: { ...plan.verifier, clockUncertaintyMs: 0 } };
  const single = { ...plan, livekit: { ...plan.livekit, nodes: 1 as const } };
  return [...weather, ...(isExact ? [] : [exact]), ...(plan.livekit.nodes === 1 ? [] : [single])];
}
