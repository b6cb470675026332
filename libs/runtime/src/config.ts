import { z } from "zod";
import { isSecret } from "./settings.ts";
import { withoutCredentials } from "./without-credentials.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings keyed by the names of their environment variables, or a transformation of such. */
export type ConfigSchema = z.ZodType;

/** Everything that is wrong with the settings, one line per problem, each with the variable's name. */
export class ConfigProblems extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigProblems";
    this.problems = problems;
  }
}

/** Reads settings; an empty variable counts as unset. Throws `ConfigProblems` that names every problem. */
export function loadConfig<Schema extends ConfigSchema>(schema: Schema, env: Environment): z.output<Schema> {
  const parsed = schema.safeParse(withoutEmpty(env));
  if (parsed.success) return parsed.data;
  throw new ConfigProblems(parsed.error.issues.map((issue) => describeIssue(issue, env)));
}

/** What a start-up log line may show: secrets as "set" or "unset", addresses without their credentials. */
export function describeConfig(schema: ConfigSchema, env: Environment): Record<string, unknown> {
  const object = objectOf(schema);
  const parsed = object?.safeParse(withoutEmpty(env));
  if (!object || !parsed?.success) return {};
  return Object.fromEntries(
    Object.entries(object.shape).map(([name, setting]) => {
      const value = parsed.data[name];
      if (isSecret(setting)) return [name, value === undefined ? "unset" : "set"];
      return [name, typeof value === "string" ? withoutCredentials(value) : (value ?? "unset")];
    }),
  );
}

function describeIssue(issue: z.core.$ZodIssue, env: Environment): string {
  const name = issue.path.join(".");
  if (!name) return issue.message;
  return env[name] ? `${name}: ${issue.message}` : `${name} is not set: ${issue.message}`;
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
}

function objectOf(schema: z.core.$ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  return schema instanceof z.ZodPipe ? objectOf(schema.in) : undefined;
}
