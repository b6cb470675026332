import { CodedError } from "@rollcall/contracts";
import { z } from "zod";

/** The parameters, parsed; throws `parameter_invalid`, which names each that is wrong. */
export function readParameters<T extends z.ZodType>(schema: T, given: unknown): z.output<T> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new CodedError("parameter_invalid", parsed.error.issues.map(describeIssue).join("; "));
}

/** Values are not repeated: they can be anything, and of any length. */
function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "there is a parameter that does not exist here";
  const path = issue.path.join(".");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}
