import { z } from "zod";

type Limits = { readonly min: number; readonly max: number };

/** A TCP port; 0 asks the system for a free one. */
export const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number from 0 to 65535")
    .transform(Number)
    .refine((value) => value <= 65_535, "must be a port number from 0 to 65535")
    .default(fallback);

/** A whole number within limits. */
export const wholeNumber = (fallback: number, limits: Limits) => {
  const problem = `must be a whole number from ${limits.min} to ${limits.max}`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, problem)
    .transform(Number)
    .refine((value) => value >= limits.min && value <= limits.max, problem)
    .default(fallback);
};

/** A duration in milliseconds; its variable's name ends in `_MS`. */
export const durationMs = (fallback: number, limits: Limits) => wholeNumber(fallback, limits);

/** An address of one of the protocols, such as `url(["nats", "tls"])`. Several may be listed with commas. */
export const url = (protocols: readonly string[]) => {
  const problem = `must be an address that begins with ${protocols.map((name) => `${name}://`).join(" or ")}`;
  return z.string(problem).refine((value) => beginsWithOneOf(value, protocols), problem);
};

/** `true` or `false`; also `1`, `0`, `yes`, `no`. */
export const flag = (fallback: boolean) =>
  z
    .enum(["true", "1", "yes", "false", "0", "no"], "must be true or false")
    .transform((value) => value === "true" || value === "1" || value === "yes")
    .default(fallback);

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  fallback: Words[number],
) =>
  z
    .enum(words, `must be one of ${words.join(", ")}`)
    .optional()
    .transform((word): Words[number] => word ?? fallback);

/** Any text that is not empty. */
export const text = (meaning: string) => z.string(`must be ${meaning}`);

/** Text that must not be shown: the start-up summary says only whether it is set. */
export const secret = (meaning: string) => text(meaning).meta({ secret: true });

/** Whether a setting, or what it wraps, was made by `secret`. */
export function isSecret(setting: z.core.$ZodType): boolean {
  if (z.globalRegistry.get(setting)?.["secret"] === true) return true;
  if (setting instanceof z.ZodOptional || setting instanceof z.ZodDefault) return isSecret(setting.unwrap());
  return setting instanceof z.ZodPipe && isSecret(setting.in);
}

/** MongoDB's and NATS' lists of servers are no URLs: the protocol may stand before the first or before each. */
function beginsWithOneOf(value: string, protocols: readonly string[]): boolean {
  if (!value.includes(",") && !URL.canParse(value)) return false;
  return value.split(",").every((address, index) => {
    const protocol = /^\s*([a-z][a-z0-9+.-]*):\/\/[^/]/i.exec(address)?.[1];
    return protocol ? protocols.includes(protocol) : index > 0 && !address.includes("://");
  });
}
