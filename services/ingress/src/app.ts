import type { Code } from "@rollcall/contracts";
import type { WebhookToken } from "@rollcall/livekit";
import type { Logger } from "@rollcall/runtime";
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import helmet from "helmet";
import { createOutage, type Outage } from "./outage.ts";
import { answerProblem } from "./problem.ts";
import { receiveWebhook, type Publish, type Receipt } from "./receive-webhook.ts";
import { noteOutcome, reportWebhooks } from "./report.ts";

export interface IngressTools {
  /** Reads the `Authorization` header; `now` in milliseconds since the epoch. */
  readonly readToken: (authorization: string | undefined, now: number) => WebhookToken;
  readonly publish: Publish;
  /** The largest body that is read. */
  readonly bodyLimitBytes: number;
  /** Since when NATS has been away, milliseconds since the epoch; `undefined` while it is there. */
  readonly downSince: () => number | undefined;
  readonly log: Logger;
}

const path = "/livekit/webhook";
/** LiveKit sends the first; what stands between may make it the second. */
const mediaTypes = ["application/webhook+json", "application/json"];

/** The HTTP side of ingress, not listening yet. */
export function createIngressApp(tools: IngressTools): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(helmet({ strictTransportSecurity: false }));
  app.all(path, reportWebhooks(tools.log));
  app.post(path, webhookRoute(tools));
  app.all(path, (_request, response) => {
    response.set("allow", "POST");
    reject(response, 405, "method_not_allowed");
  });
  app.use((_request, response) => answerProblem(response, 404, "not_found"));
  app.use(answerFailure(tools.log));
  return app;
}

/** The token first: of strangers nothing is read but the head of their request. */
function webhookRoute(tools: IngressTools): RequestHandler {
  const outage = createOutage(tools.downSince);
  const readBody = bodyReader(tools.bodyLimitBytes);
  return async (request, response) => {
    const token = tools.readToken(request.headers.authorization, Date.now());
    if (!token.ok) return answer(response, { is: "refused", why: token.code }, outage);
    const body = await readBody(request, response);
    // Not read when its type is another.
    if (!Buffer.isBuffer(body)) return reject(response, 415, "media_type_unsupported");
    answer(response, await receiveWebhook(tools.publish, { token, body, receivedAt: Date.now() }), outage);
  };
}

function bodyReader(limit: number): (request: Request, response: Response) => Promise<unknown> {
  const read = express.raw({ type: mediaTypes, limit, inflate: false });
  return (request, response) =>
    new Promise((resolve, fail) => {
      read(request, response, (error: unknown) =>
        error === undefined ? resolve(request.body) : fail(error),
      );
    });
}

/** LiveKit takes every 4xx for delivered: what is authentic gets 200 when it is stored, and 503 when it may be later. */
function answer(response: Response, receipt: Receipt, outage: Outage): void {
  noteOutcome(response, receipt);
  switch (receipt.is) {
    case "stored":
    case "duplicate":
      outage.end();
      // A body, even a short one, makes LiveKit open a connection for each webhook.
      response.status(200).end();
      return;
    case "unavailable":
      // Sending it again cannot help, and would hold up what waits behind it.
      if (receipt.why === "body_too_large") return answerProblem(response, 413, receipt.why);
      response.set("retry-after", String(outage.retryAfterSeconds(Date.now())));
      return answerProblem(response, 503, receipt.why);
    case "refused":
      // RFC 9110 wants a challenge; why exactly it is refused is nothing for strangers.
      response.set("www-authenticate", "LiveKit-Webhook");
      return answerProblem(
        response,
        401,
        receipt.why === "token_missing" ? "token_missing" : "token_invalid",
      );
  }
}

function reject(response: Response, status: number, code: Code): void {
  noteOutcome(response, { is: "rejected", why: code });
  answerProblem(response, status, code);
}

/** Bodies that could not be read, and bugs. */
const answerFailure =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    switch (statusOf(error)) {
      case 413:
        return reject(response, 413, "body_too_large");
      case 415:
        return reject(response, 415, "media_type_unsupported");
      case 400:
        return reject(response, 400, "parameter_invalid");
      default:
        log.error({ err: error }, "webhook.failed");
        noteOutcome(response, { is: "failed", why: "unexpected_error" });
        // A bug of ours must not lose the event: LiveKit tries again.
        response.set("retry-after", "1");
        return answerProblem(response, 503, "unexpected_error");
    }
  };

const statusOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "status" in error ? error.status : null;
