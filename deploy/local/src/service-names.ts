import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Environment } from "@rollcall/servers";

/** The four services, in the order in which they stop: take no more work, then finish what is there. */
export const serviceNames = ["ingress", "verifier", "attendance", "query"] as const;

export type ServiceName = (typeof serviceNames)[number];

/** The variable that holds each service's HTTP port. */
export const portVariables = {
  ingress: "INGRESS_PORT",
  verifier: "VERIFIER_PORT",
  attendance: "ATTENDANCE_PORT",
  query: "QUERY_PORT",
} as const satisfies Readonly<Record<ServiceName, string>>;

/** Where a service with this environment is asked. Only what others than its neighbours reach can speak TLS. */
export function originOf(name: ServiceName, port: number, env: Environment): string {
  const speaksTls = (name === "ingress" || name === "query") && Boolean(env["TLS_CERT_FILE"]);
  return `${speaksTls ? "https" : "http"}://127.0.0.1:${port}`;
}

/** Top folder of the checkout, where packages resolve. */
export const checkout = fileURLToPath(new URL("../../..", import.meta.url));

/** What Node is given to run a service. */
export type NodeArguments = (name: ServiceName) => readonly string[];

/** The services of this checkout, with telemetry loaded before them. */
export const ownServices: NodeArguments = (name) => [
  "--import",
  "@rollcall/telemetry/register",
  join("services", name, "src", "main.ts"),
];

/** One program in the place of all four services; it gets the service's name as its argument. */
export function standInServices(program: string): NodeArguments {
  return (name) => [program, name];
}
