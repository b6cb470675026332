import { isPortTaken } from "@rollcall/servers";
import type { Settings } from "./settings.ts";

const names = ["INGRESS_PORT", "ATTENDANCE_PORT", "VERIFIER_PORT", "QUERY_PORT"] as const;

/** Rejects with one line for each port that another program listens on. */
export async function checkPorts(settings: Pick<Settings, (typeof names)[number]>): Promise<void> {
  const problems: string[] = [];
  for (const name of names) {
    if (!(await isPortTaken(settings[name]))) continue;
    problems.push(`${name}: port ${settings[name]} is taken by another program; set ${name} to a free one`);
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
}
