import {
  endpoints,
  letterSchema,
  lettersChosenSchema,
  lettersDroppedSchema,
  lettersRedrivenSchema,
  lettersSchema,
  lettersTakeMs,
  type Letter,
  type Letters,
  type LettersAction,
  type LettersChosen,
  type LettersDropped,
  type LettersRedriven,
  type LettersRequest,
} from "@rollcall/contracts";
import { request, type Bus } from "@rollcall/messaging";

/**
 * Asks attendance, which owns what is stored: query itself may neither publish evidence nor delete anything. Each
 * throws the code that attendance answers, or `attendance_unavailable`.
 */
export interface DeadLetters {
  readonly list: (wanted: LettersRequest) => Promise<Letters>;
  readonly show: (number: number) => Promise<Letter>;
  readonly redrive: (action: LettersAction) => Promise<LettersChosen | LettersRedriven>;
  readonly drop: (action: LettersAction) => Promise<LettersChosen | LettersDropped>;
}

/** Attendance answers within its own limit, and in a moment where it does not wait for services. */
const limitMs = lettersTakeMs + 5_000;

export function askLetters(bus: Bus): DeadLetters {
  const ask = (subject: string, body: unknown) =>
    request(bus, subject, body, { timeoutMs: limitMs, away: "attendance_unavailable" });
  return {
    list: async (wanted) => lettersSchema.parse(await ask(endpoints.letters, wanted)),
    show: async (number) => letterSchema.parse(await ask(endpoints.letter, { number })),
    redrive: async (action) =>
      (action.dryRun ? lettersChosenSchema : lettersRedrivenSchema).parse(
        await ask(endpoints.redrive, action),
      ),
    drop: async (action) =>
      (action.dryRun ? lettersChosenSchema : lettersDroppedSchema).parse(await ask(endpoints.drop, action)),
  };
}
