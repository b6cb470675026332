type Rows = readonly (readonly string[])[];

/** Cells under each other, for a terminal. */
export const textTable = (rows: Rows): string =>
  padded(rows, 0)
    .map((row) => row.join("  ").trimEnd())
    .join("\n");

/** The same as Markdown; the first row is the head. */
export function markdownTable(rows: Rows): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const [head = [], ...others] = padded(escaped, 3);
  const rule = head.map((cell) => "-".repeat(cell.length));
  return [head, rule, ...others].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function padded(rows: Rows, least: number): Rows {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(least, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
}
