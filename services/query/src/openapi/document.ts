import { createDocument } from "zod-openapi";
import { problemSchema } from "@rollcall/contracts";
import { paths } from "./paths.ts";

const description = `
Who was in which LiveKit meeting, when, and for how long. Read-only, except for what an operator does
about dead letters: any other method than the documented ones (and HEAD) answers 405.

Times are RFC 3339, UTC, milliseconds; durations are seconds. Instants that are not known exactly come with bounds.
Answers carry an ETag and may be revalidated with If-None-Match. Failures are RFC 9457 problem details with a stable
\`code\`.

The bearer token is a LiveKit access token of this installation's LiveKit. With \`roomList\` it sees all rooms; with
\`roomAdmin\` everybody in the room that it is for; any other token only its own identity in that room. A token that may
not see every room gets 403 \`forbidden\` for what it may not see, whether that exists or not. Dead letters take
\`roomList\` to be read, and \`roomCreate\` besides to be redriven or dropped.
`.trim();

/** The OpenAPI document of this service, made of the schemas that parse requests and describe answers. */
export const openapiDocument = () =>
  createDocument({
    openapi: "3.1.1",
    info: {
      title: "Rollcall",
      version: "1",
      description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    security: [{ livekitToken: [] }],
    paths,
    components: {
      securitySchemes: {
        livekitToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "LiveKit access token",
        },
        livekitTokenInQuery: { type: "apiKey", in: "query", name: "access_token" },
      },
      schemas: { Problem: problemSchema },
    },
  });
