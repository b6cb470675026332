import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const serviceSchema = z.looseObject({
  image: z.string().default(""),
  command: z.array(z.string()).default([]),
  environment: z
    .union([z.array(z.string()), z.record(z.string(), z.string()).transform((set) => Object.keys(set))])
    .default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  user: z.string().optional(),
});

/** A service of a compose file; its environment as names of variables. */
export type ComposeService = z.output<typeof serviceSchema>;

/** The text of a file of the checkout. */
export const readText = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** A YAML file of the checkout, with its anchors merged. */
export const readYaml = (path: string): unknown => parse(readText(path), { merge: true, logLevel: "error" });

export const servicesIn = (path: string): Readonly<Record<string, ComposeService>> =>
  z.looseObject({ services: z.record(z.string(), serviceSchema) }).parse(readYaml(path)).services;
