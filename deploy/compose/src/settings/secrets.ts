import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const secretsSchema = z.object({
  apiKey: z.string(),
  apiSecret: z.string(),
  /** Passwords of NATS' users. */
  nats: z.object({
    ingress: z.string(),
    attendance: z.string(),
    verifier: z.string(),
    query: z.string(),
    prepare: z.string(),
    operator: z.string(),
  }),
});

/** What an installation knows and nobody else: the key of its own LiveKit, and the passwords of NATS' users. */
export type Secrets = z.output<typeof secretsSchema>;

/** The secrets of this installation, made at the first start and kept in the folder, readable by their owner alone. */
export async function keptSecrets(folder: string): Promise<Secrets> {
  const path = join(folder, "secrets.json");
  try {
    return secretsSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const secrets = newSecrets();
  await writeFile(path, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  return secrets;
}

const secret = () => randomBytes(32).toString("base64url");

/** Secrets of a new installation. */
export function newSecrets(): Secrets {
  return {
    apiKey: `API${randomBytes(6).toString("hex")}`,
    apiSecret: secret(),
    nats: {
      ingress: secret(),
      attendance: secret(),
      verifier: secret(),
      query: secret(),
      prepare: secret(),
      operator: secret(),
    },
  };
}
