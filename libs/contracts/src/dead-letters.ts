import { z } from "zod";

/**
 * What attendance answers about dead letters, over NATS to query and over HTTP to the page. Answers are bounded: texts
 * of letters are cut, lists have pages, and what changes something takes so many letters a request.
 */
export const lettersAtOnce = 50;
export const mostLettersListed = 100;
/** A list looks at so many, the newest, or those before the page before. */
export const mostLettersRead = 10_000;
/** A dry run names so many. */
export const mostLettersNamed = 10_000;
/** After so long a request that redrives letters answers, and those that nobody is done with are waiting. */
export const lettersTakeMs = 15_000;

const time = z.iso.datetime({ precision: 3 });
const count = z.number().int().nonnegative();
const number = z
  .number()
  .int()
  .positive()
  .max(Number.MAX_SAFE_INTEGER)
  .describe("its number in the stream DEAD");
const reason = z.string().min(1).max(100).describe("a stable code");

export const lettersRequestSchema = z.strictObject({
  reason: reason.optional(),
  limit: z.number().int().min(1).max(mostLettersListed).default(50),
  before: number.optional().describe("only older ones; from the page before"),
});
export const letterRequestSchema = z.strictObject({ number });

const ways = ["numbers", "reason", "all"] as const;

export const lettersActionSchema = z
  .strictObject({
    numbers: z.array(number).min(1).max(lettersAtOnce).optional(),
    reason: reason.optional(),
    all: z.literal(true).optional(),
    dryRun: z.boolean().default(false).describe("only tell which"),
  })
  .refine((action) => ways.filter((way) => action[way] !== undefined).length === 1, {
    error: "name the letters by numbers, or by reason, or all",
  })
  .meta({ id: "DeadLettersAction", description: `Exactly one of numbers, reason and all` });

const head = {
  number,
  givenUpAt: time,
  reason: z.string().describe("a stable code"),
  error: z.string(),
  attempts: count,
  consumer: z.string(),
  subject: z.string().describe("what the message was published under"),
  id: z.string().nullable(),
  traceId: z.string().nullable(),
};

export const letterHeadSchema = z.strictObject(head).meta({ id: "DeadLetterHead" });

const reasons = z
  .array(z.strictObject({ reason: z.string(), count }))
  .describe(`the most frequent first, among the ${mostLettersRead} that were looked at`);

export const lettersSchema = z
  .strictObject({
    total: count.describe("of all reasons"),
    reasons,
    letters: z.array(letterHeadSchema),
    next: number.nullable().describe("`before` of the next page; null on the last one"),
  })
  .meta({ id: "DeadLetters", description: "Newest first. A page may be short, although more follows" });

export const letterSchema = z
  .strictObject({
    ...head,
    stream: z.string(),
    sequence: count.describe("its number there"),
    headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    body: z.string().describe("as text"),
    bodyBytes: count,
    isCut: z.boolean().describe("the headers or the body are longer than shown"),
  })
  .meta({ id: "DeadLetter" });

export const lettersChosenSchema = z
  .strictObject({
    total: count,
    reasons,
    numbers: z.array(number).max(mostLettersNamed).describe("the oldest first"),
    isAll: z.boolean().describe(`false: there may be more than these ${mostLettersNamed}, the oldest`),
  })
  .meta({ id: "DeadLettersChosen", description: "A dry run's answer: which letters are meant" });

const left = count.describe("meant too, and not touched by this request; at most some thousands are counted");

export const lettersRedrivenSchema = z
  .strictObject({
    stored: count.describe("they are no dead letters any more"),
    failed: z
      .array(z.strictObject({ number, again: number, reason: z.string(), error: z.string() }))
      .describe("they failed again, and are dead letters again under another number"),
    waiting: z.array(number).describe("sent, and nobody is done with them yet: they stay dead letters"),
    refused: z.array(number).describe("no stream takes them; they stay"),
    gone: z.array(number).describe("no dead letters any more when it was their turn"),
    left,
  })
  .meta({ id: "DeadLettersRedriven" });

export const lettersDroppedSchema = z
  .strictObject({ dropped: count, left })
  .meta({ id: "DeadLettersDropped" });

/** Over HTTP, where what a token grants differs. */
export const lettersSeenSchema = lettersSchema
  .extend({ mayChange: z.boolean().describe("whether the token may redrive and drop them") })
  .meta({ id: "DeadLettersSeen", description: "Newest first. A page may be short, although more follows" });

export type LettersRequest = z.output<typeof lettersRequestSchema>;
export type LettersAction = z.output<typeof lettersActionSchema>;
export type LetterHead = z.output<typeof letterHeadSchema>;
export type Letters = z.output<typeof lettersSchema>;
export type LettersSeen = z.output<typeof lettersSeenSchema>;
export type Letter = z.output<typeof letterSchema>;
export type LettersChosen = z.output<typeof lettersChosenSchema>;
export type LettersRedriven = z.output<typeof lettersRedrivenSchema>;
export type LettersDropped = z.output<typeof lettersDroppedSchema>;
