import { problemSchema, statusOf, type Code } from "@rollcall/contracts";
import { z } from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";

const headers = z.object({ ETag: z.string().optional(), "Cache-Control": z.string() });

export const json = (schema: z.ZodType, description: string): ZodOpenApiResponseObject => ({
  description,
  headers,
  content: { "application/json": { schema } },
});

export const text = (mediaType: string, description: string): ZodOpenApiResponseObject => ({
  description,
  content: { [mediaType]: { schema: z.string() } },
});

export const badRequest: readonly Code[] = ["parameter_invalid"];
export const forbidden: readonly Code[] = ["forbidden"];
export const notFound: readonly Code[] = ["not_found"];
export const unavailable: readonly Code[] = ["store_unavailable", "overloaded"];
export const attendanceAway: readonly Code[] = ["attendance_unavailable"];
export const tooLarge: readonly Code[] = ["body_too_large"];
export const noJson: readonly Code[] = ["media_type_unsupported"];
export const crowded: readonly Code[] = ["too_many_streams"];
const tooOften: readonly Code[] = ["too_many_requests"];
const unauthorized: readonly Code[] = ["token_missing", "token_invalid", "token_expired"];

/** Problems, by status, of a route that asks for a token. */
export const protectedBy = (...kinds: (readonly Code[])[]): ZodOpenApiResponsesObject =>
  Object.fromEntries(
    [unauthorized, tooOften, ...kinds].map((kind) => [
      `${statusOf(kind[0] ?? "unexpected_error")}`,
      problem(kind),
    ]),
  );

const problem = (kind: readonly Code[]): ZodOpenApiResponseObject => ({
  description: kind.join(", "),
  content: { "application/problem+json": { schema: problemSchema } },
});
