type Rows = readonly (readonly string[])[];

/** Cells under each other, for a terminal. */
export function textTable(rows: Rows): string {
  const widths = widthsOf(rows);
  return rows.map((row) => padded(row, widths).join("  ").trimEnd()).join("\n");
}

/** The same as Markdown; the first row is the head. */
export function markdownTable(rows: Rows): string {
  const widths = widthsOf(rows).map((width) => Math.max(width, 3));
  const [head = [], ...others] = rows;
  const rule = widths.map((width) => "-".repeat(width));
  return [line(padded(head, widths)), line(rule), ...others.map((row) => line(padded(row, widths)))].join(
    "\n",
  );
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const widthsOf = (rows: Rows): readonly number[] =>
  (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));

const padded = (row: readonly string[], widths: readonly number[]): readonly string[] =>
  row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
