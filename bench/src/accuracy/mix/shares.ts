/** One part of the mix: how often it is drawn, what it is, and why so often. */
export interface Share {
  readonly weight: number;
  readonly what: string;
  readonly why: string;
}

/** The name of a part, drawn by weight. */
export const draw = <Name extends string>(shares: Readonly<Record<Name, Share>>, at: number): Name => {
  const names = namesOf(shares);
  let left = at * totalOf(shares);
  for (const name of names) {
    left -= shares[name].weight;
    if (left < 0) return name;
  }
  throw new RangeError(`${at} is not below 1`);
};

export const namesOf = <Name extends string>(shares: Readonly<Record<Name, Share>>): readonly Name[] =>
  // The keys of a record of these names are these names.
  Object.keys(shares) as Name[];

/** The weights are percent in every table, but nothing depends on it. */
export const totalOf = (shares: Readonly<Record<string, Share>>): number =>
  Object.values(shares).reduce((sum, { weight }) => sum + weight, 0);
