import { availableParallelism } from "node:os";
import { benchFold } from "./fold.ts";
import { table, type Figure } from "./figure.ts";
import { benchIngress } from "./ingress.ts";
import { benchVerification } from "./verification.ts";

const parts: readonly (readonly [string, () => Promise<Figure[]>])[] = [
  ["Verifying signatures", benchVerification],
  ["From POST to the durable ack", benchIngress],
  ["Through the fold into MongoDB", benchFold],
];

for (const [title, measure] of parts) {
  process.stderr.write(`${title} …\n`);
  process.stdout.write(`${table(title, await measure())}\n`);
}
process.stdout.write(`Node ${process.version}, ${availableParallelism()} cores.\n`);
