/** Every failure's stable code: the vocabulary of logs, metrics, dead letters and HTTP answers alike. */
export const codes = {
  // what arrives
  schema_invalid: "The message is not of a shape that we know",
  unexpected_error: "A bug: see the log line with the same trace",
  // neighbours
  bus_unavailable: "NATS cannot be reached or did not confirm in time",
  stream_full: "The evidence stream is at its limit",
  store_unavailable: "MongoDB cannot be reached or did not confirm in time",
  write_conflict: "Another instance kept writing the same documents",
  verifier_unavailable: "No verifier answered",
  attendance_unavailable: "No attendance service answered",
  livekit_unreachable: "LiveKit's API cannot be reached",
  livekit_timeout: "LiveKit's API did not answer in time",
  livekit_unauthorized: "LiveKit refuses our API key",
  livekit_unavailable: "LiveKit's API answered that it is unavailable",
  livekit_error: "LiveKit's API answered with an error",
  livekit_circuit_open: "LiveKit timed out repeatedly; we pause before asking again",
  // requests
  token_missing: "The request has no access token",
  token_invalid: "The access token is not valid",
  token_expired: "The access token has expired",
  forbidden: "The access token does not grant this",
  not_found: "There is no such thing",
  method_not_allowed: "This method is not allowed here",
  parameter_invalid: "A parameter is not valid",
  too_many_streams: "Too many live streams are open",
  too_many_requests: "This token's holder asks too often, or has too many live streams open",
  overloaded: "Too many requests are being answered",
  body_too_large: "The body is too large",
  media_type_unsupported: "The content type or encoding is not accepted here",
} as const;

export type Code = keyof typeof codes;

/** What a consumer's code makes of one message; only the consume loop acks. */
export type Verdict =
  | { readonly is: "done" }
  | { readonly is: "retry"; readonly why: Code }
  | { readonly is: "reject"; readonly why: Code; readonly detail?: string };

/** A failure with a stable code. */
export class CodedError extends Error {
  readonly code: Code;
  constructor(code: Code, message: string = codes[code], options?: ErrorOptions) {
    super(message, options);
    this.name = "CodedError";
    this.code = code;
  }
}
