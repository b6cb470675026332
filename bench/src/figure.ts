/** One measured figure, as a person reads it. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** What we aim at, for the figures that have an aim. */
  readonly aim?: string;
}

/** The figures as a Markdown table. */
export function table(title: string, figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, aim }) => `| ${what} | ${value} | ${aim ?? ""} |`);
  return [`## ${title}`, "", "| | measured | aim |", "|---|---|---|", ...rows, ""].join("\n");
}
