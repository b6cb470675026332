import {
  CodedError,
  endpoints,
  letterRequestSchema,
  lettersActionSchema,
  lettersRequestSchema,
  lettersTakeMs,
} from "@rollcall/contracts";
import { letterNumbered, type Folded } from "@rollcall/dead-letters";
import { serveMicro, type Bus } from "@rollcall/messaging";
import type { z } from "zod";
import { dropSome, redriveSome } from "./act-on-letters.ts";
import { letterAnswer } from "./letter-answer.ts";
import { listLetters } from "./list-letters.ts";

/** Each reads letters, and some write: few at once is plenty for the people who look at them. */
const maxInFlight = 8;

/**
 * Serves the NATS micro service `deadletters`: what an operator may do about messages that were given up. Who may send
 * to its subjects is NATS' own business, and whom query lets through is query's.
 */
export async function serveLetters(bus: Bus, store: Folded): Promise<AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const stopping = new AbortController();
  const acting = { bus, store, stopping: stopping.signal, limitMs: lettersTakeMs };
  opening.use(
    await serveMicro(bus, {
      ...{ name: "deadletters", version: "1.0.0", maxInFlight },
      description: "What could not be processed: look at it, send it once more, drop it",
      endpoints: [
        {
          subject: endpoints.letters,
          answer: (body) => listLetters(bus, read(lettersRequestSchema, body ?? {})),
          metadata: { request: "reason?, limit?, before?", answer: "DeadLetters" },
        },
        {
          subject: endpoints.letter,
          answer: async (body) =>
            letterAnswer(await letterNumbered(bus, read(letterRequestSchema, body).number)),
          metadata: { request: "number", answer: "DeadLetter" },
        },
        {
          subject: endpoints.redrive,
          answer: (body) => redriveSome(acting, read(lettersActionSchema, body)),
          metadata: { request: "numbers | reason | all, dryRun?", answer: "DeadLettersRedriven" },
        },
        {
          subject: endpoints.drop,
          answer: (body) => dropSome(acting, read(lettersActionSchema, body)),
          metadata: { request: "numbers | reason | all, dryRun?", answer: "DeadLettersDropped" },
        },
      ],
    }),
  );
  opening.defer(() => stopping.abort());
  return opening.move();
}

function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new CodedError("parameter_invalid");
}
