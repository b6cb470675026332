import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { ConfigProblems } from "@rollcall/runtime";
import { readGiven, writeNew } from "../given-file.ts";
import { publicHexOf } from "./seal-line.ts";

/** Writes a new private key, readable by its owner alone, and its public half beside it. Overwrites nothing. */
export async function writeNewKey(
  path: string,
): Promise<{ readonly publicPath: string; readonly publicKey: string }> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const publicPath = `${path}.pub`;
  await writeNew(path, privateKey.export({ type: "pkcs8", format: "pem" }).toString(), 0o600);
  await writeNew(publicPath, publicKey.export({ type: "spki", format: "pem" }).toString());
  return { publicPath, publicKey: publicHexOf(publicKey) };
}

export async function readSigningKey(path: string): Promise<KeyObject> {
  return ed25519(
    path,
    createPrivateKey,
    "a private Ed25519 key in PEM, as `rollcall seal --new-key` makes one",
  );
}

/** The 32 bytes of a public key, in hexadecimal; a private key's file will do too. */
export async function readPublicKey(path: string): Promise<string> {
  return publicHexOf(await ed25519(path, createPublicKey, "an Ed25519 key in PEM"));
}

async function ed25519(path: string, parse: (pem: string) => KeyObject, form: string): Promise<KeyObject> {
  const pem = (await readGiven(path)).toString("utf8");
  try {
    const key = parse(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Said below: what OpenSSL says of it helps nobody.
  }
  throw new ConfigProblems([`${path} is not ${form}.`]);
}
