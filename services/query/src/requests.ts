import { checkRequestSchema, lettersRequestSchema, mostLettersListed } from "@rollcall/contracts";
import { z } from "zod";
import { isTimeZone } from "./answers/zoned-text.ts";
import { positionOf } from "./cursor.ts";

/**
 * What can be asked, over HTTP and NATS alike. Everything is text with a limit: a repeated or nested parameter is
 * none, and names that are not listed are refused, so that a misspelt filter never passes for no filter.
 */
const name = checkRequestSchema.shape.room;
const id = z.string().min(1).max(300);

const instant = z.iso
  .datetime({
    offset: true,
    error: "must be a time such as 2026-03-01T10:00:00Z or 2026-03-01T10:00:00%2B01:00",
  })
  .max(40);

export const statusRequest = z.strictObject({
  session: name.meta({ description: "The room's name" }),
  identity: name.optional().meta({ description: "Default: the identity of the access token" }),
});

export const meetingsRequest = z.strictObject({
  room: name.optional().meta({ description: "Default: the token's room, or all with roomList" }),
  from: instant.optional().meta({ description: "Meetings that started then or later" }),
  to: instant.optional().meta({ description: "Meetings that started before then" }),
  cursor: z
    .string()
    .max(600)
    .refine((cursor) => positionOf(cursor) !== null, "is not a cursor of an earlier answer")
    .optional()
    .meta({ description: "From the answer before, with the same other parameters" }),
});

export const meetingRequest = z.strictObject({
  id: id.meta({ description: "The meeting's id, or the SID of any of its room sessions" }),
});

export const evidenceRequest = z.strictObject({ sid: id.meta({ description: "LiveKit's participant SID" }) });

export const roomRequest = z.strictObject({ room: name.meta({ description: "The room's name" }) });

export const timeZoneRequest = z.strictObject({
  tz: z
    .string()
    .max(64)
    .refine(isTimeZone, "must be a time zone such as Europe/Berlin")
    .default("UTC")
    .meta({ description: "IANA time zone of the times, each with its offset", example: "Europe/Berlin" }),
});

/** EventSource cannot set headers, so this one route takes the token where LiveKit's own clients put it. */
export const streamRequest = z.strictObject({
  access_token: z.string().max(8_192).optional().meta({ description: "Instead of the Authorization header" }),
});

/** Numbers come as text. */
const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, "must be a whole number")
  .transform(Number);

export const lettersListRequest = z.strictObject({
  reason: lettersRequestSchema.shape.reason.meta({ description: "Only those of this reason, a stable code" }),
  limit: wholeNumber
    .refine((limit) => limit <= mostLettersListed, `must be ${mostLettersListed} at most`)
    .default(50)
    .meta({ description: "At most so many" }),
  before: wholeNumber.optional().meta({ description: "Only older ones: `next` of the page before" }),
});

export const letterNumberRequest = z.strictObject({
  number: wholeNumber.meta({ description: "As the list has it" }),
});

export type StatusRequest = z.output<typeof statusRequest>;
export type MeetingsRequest = z.output<typeof meetingsRequest>;

export const nothingRequest = z.strictObject({});
