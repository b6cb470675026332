export { dropLetters } from "./drop-letters.ts";
export {
  letterNumbered,
  readHeads,
  selectLetters,
  type LetterHead,
  type Selection,
} from "./select-letters.ts";
export { redriveLetters, type Redriven, type RedriveOptions } from "./redrive-letters.ts";
export type { Folded } from "./is-folded.ts";
