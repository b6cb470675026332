import { CodedError } from "@rollcall/contracts";

/** JSON text; nothing at all for `undefined`. */
export const encode = (body: unknown): string => (body === undefined ? "" : JSON.stringify(body));

/** What JSON bytes say; `undefined` for none. Throws `parameter_invalid`. */
export function decode(data: Uint8Array): unknown {
  if (data.length === 0) return undefined;
  try {
    return parse(data);
  } catch (error) {
    throw new CodedError("parameter_invalid", "The message is not JSON", { cause: error });
  }
}

/** What bytes say that may be no JSON: `undefined`, which no schema takes, when they are none. */
export function jsonIn(data: Uint8Array): unknown {
  try {
    return parse(data);
  } catch {
    return undefined;
  }
}

const parse = (data: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(data));
