import { ways, type Tally, type Way } from "../score/tally.ts";
import { pictureColumns, type Bar, type Column } from "./picture-columns.ts";
import { count } from "./units.ts";
import { wayWords } from "./ways.ts";

const place = { left: 32, top: 150, names: 240, column: 168, bar: 140, row: 62, width: 1120, height: 448 };

/** The four ways side by side as an SVG that is readable on a light and on a dark page. */
export const pictureOf = (
  tally: Tally,
): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${place.width} ${place.height}" width="${place.width}" height="${place.height}" role="img" aria-label="Four ways of counting attendance, side by side">
  <style>
    text { font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2933; }
    .paper { fill: #ffffff; stroke: #d5dce3; }
    .ours { fill: #e8f5f1; }
    .line { stroke: #e4e9ee; }
    .bar { fill: #9aa7b4; }
    .ours-bar { fill: #0b8a6a; }
    .track { fill: #eef1f4; }
    .title { font-size: 22px; font-weight: 650; }
    .head { font-size: 14px; font-weight: 650; }
    .name { font-size: 15px; font-weight: 600; }
    .value { font-size: 14px; font-weight: 600; font-variant-numeric: tabular-nums; }
    .small { font-size: 12px; fill: #5c6b7a; }
    .ours-track { fill: #cfe8df; }
    .ours-text { fill: #08704f; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .paper { fill: #12181f; stroke: #2b3640; }
      .ours { fill: #12312a; }
      .line { stroke: #242e38; }
      .bar { fill: #66737f; }
      .ours-bar { fill: #2fc197; }
      .track { fill: #1d262f; }
      .small { fill: #9aa7b4; }
      .ours-track { fill: #1b463b; }
      .ours-text { fill: #5fe0b7; }
    }
  </style>
  <rect class="paper" x="0.5" y="0.5" width="${place.width - 1}" height="${place.height - 1}" rx="12"/>
  <text class="title" x="${place.left}" y="48">How wrong is a record of attendance?</text>
  <text class="small" x="${place.left}" y="70">${count(tally.sums.histories)} meetings with ${count(tally.sums.people)} people whose truth is known, most of them with an outage; shorter is better</text>
${pictureColumns.map(headOf).join("\n")}
${ways.map((way, row) => rowOf(tally, way, row)).join("\n")}
  <text class="small" x="${place.left}" y="${place.height - 20}">Rollcall also states bounds for every start, end and time: ${insideText(tally)} of the truths lie inside. Others state none.</text>
</svg>
`;

const columnAt = (index: number): number => place.left + place.names + index * place.column;

const headOf = ({ title, lines }: Column, index: number): string => {
  const x = columnAt(index);
  return `  <text class="head" x="${x}" y="104">${title}</text>
  <text class="small" x="${x}" y="121">${lines[0]}</text>
  <text class="small" x="${x}" y="136">${lines[1]}</text>`;
};

function rowOf(tally: Tally, way: Way, row: number): string {
  const y = place.top + row * place.row;
  const isOurs = way === "rollcall";
  const under = isOurs
    ? `  <rect class="ours" x="${place.left - 16}" y="${y + 3}" width="${place.width - 2 * place.left + 32}" height="${place.row - 6}" rx="8"/>`
    : `  <line class="line" x1="${place.left}" x2="${place.width - place.left}" y1="${y}" y2="${y}"/>`;
  const name = `  <text class="name${isOurs ? " ours-text" : ""}" x="${place.left}" y="${y + 36}">${wayWords[way].name}</text>`;
  const bars = pictureColumns.map((column, index) => {
    const all = ways.map((each) => column.bar(tally.figures[each], tally));
    return barAt(columnAt(index), y, { bar: column.bar(tally.figures[way], tally), all, isOurs });
  });
  return [under, name, ...bars].join("\n");
}

interface Drawn {
  readonly bar: Bar;
  readonly all: readonly Bar[];
  readonly isOurs: boolean;
}

function barAt(x: number, y: number, { bar, all, isOurs }: Drawn): string {
  const share = Math.min(bar.size / fullSizeOf(all), 1);
  const width = bar.size === 0 ? 0 : Math.max(share * place.bar, 2);
  return `  <text class="value${isOurs ? " ours-text" : ""}" x="${x}" y="${y + 28}">${bar.text}</text>
  <rect class="${isOurs ? "ours-track" : "track"}" x="${x}" y="${y + 36}" width="${place.bar}" height="8" rx="4"/>
  <rect class="${isOurs ? "ours-bar" : "bar"}" x="${x}" y="${y + 36}" width="${width.toFixed(1)}" height="8" rx="${Math.min(4, width / 2).toFixed(1)}"/>`;
}

/** What a bar of full length stands for; beside something that never happens, all that does is shorter. */
function fullSizeOf(bars: readonly Bar[]): number {
  const finite = bars.map(({ size }) => size).filter(Number.isFinite);
  const longest = Math.max(...finite, Number.MIN_VALUE);
  return finite.length === bars.length ? longest : longest / besideNever;
}

const besideNever = 0.8;

const insideText = ({ certainty: { sums } }: Tally): string =>
  sums.outside === 0 ? "all" : count(sums.checked - sums.outside);
