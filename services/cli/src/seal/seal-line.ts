import { createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { canonicalJson } from "@rollcall/store";
import { z } from "zod";

/** The last line: what was signed, and the signature over all of it. */
export const sealSchema = z.strictObject({
  algorithm: z.literal("Ed25519"),
  /** How many parts there are, and the last link of their chain. */
  count: z.number().int().nonnegative(),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.iso.datetime({ precision: 3 }),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type Seal = z.output<typeof sealSchema>;

export function signSeal(
  { count, head, sealedAt }: Pick<Seal, "count" | "head" | "sealedAt">,
  key: KeyObject,
): Seal {
  const unsigned = { algorithm: "Ed25519" as const, count, head, publicKey: publicHexOf(key), sealedAt };
  return { ...unsigned, signature: sign(null, signedBytes(unsigned), key).toString("hex") };
}

export function isSignedByItsKey({ signature, ...unsigned }: Seal): boolean {
  const x = Buffer.from(unsigned.publicKey, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, signedBytes(unsigned), key, Buffer.from(signature, "hex"));
}

/** The format's name is signed too, so that no other thing signed with the key can pass for a report. */
const signedBytes = (unsigned: Omit<Seal, "signature">): Buffer =>
  Buffer.from(canonicalJson({ ...unsigned, format: "rollcall-seal", version: 1 }), "utf8");

/** The 32 bytes of an Ed25519 key's public half. */
export const publicHexOf = (key: KeyObject): string =>
  Buffer.from(createPublicKeyOf(key).export({ format: "jwk" }).x ?? "", "base64url").toString("hex");

const createPublicKeyOf = (key: KeyObject): KeyObject => (key.type === "public" ? key : createPublicKey(key));
