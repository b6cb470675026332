import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bits, inPlace, integer, objectId, octets, sequence, setOf, text, time, yes } from "./der.ts";

/** Texts in PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** Signs certificates that only whoever is given its own believes. Nothing of it outlives the test. */
export interface Authority extends Certified {
  /** For this machine, `localhost` and 127.0.0.1, valid for an hour. */
  issue(): Certified;
}

export function createAuthority(): Authority {
  const own = keyPair();
  const name = `Rollcall's tests ${randomBytes(4).toString("hex")}`;
  const certificate = certify({
    subject: name,
    issuer: name,
    of: own.publicKey,
    by: own.privateKey,
    more: isAuthority,
  });
  return {
    ...pem(certificate, own.privateKey),
    issue() {
      const { publicKey, privateKey } = keyPair();
      const about = { subject: "localhost", issuer: name, of: publicKey, by: own.privateKey };
      return pem(certify({ ...about, more: isForThisMachine }), privateKey);
    },
  };
}

/** Writes both into a folder, and both together as MongoDB wants them; tells their paths. */
export async function writeCertified(folder: string, name: string, { certificate, key }: Certified) {
  const paths = {
    certFile: join(folder, `${name}.pem`),
    keyFile: join(folder, `${name}-key.pem`),
    bothFile: join(folder, `${name}-both.pem`),
  };
  await writeFile(paths.certFile, certificate);
  await writeFile(paths.keyFile, key);
  await writeFile(paths.bothFile, `${certificate}${key}`);
  return paths;
}

const hourMs = 3_600_000;
const ecdsaWithSha256 = sequence(objectId("1.2.840.10045.4.3.2"));
const keyPair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

const isAuthority = sequence(objectId("2.5.29.19"), yes, octets(sequence(yes)));
const isForThisMachine = sequence(
  objectId("2.5.29.17"),
  octets(sequence(inPlace(2, Buffer.from("localhost"), false), inPlace(7, Buffer.of(127, 0, 0, 1), false))),
);

interface Certifying {
  readonly subject: string;
  readonly issuer: string;
  readonly of: KeyObject;
  readonly by: KeyObject;
  readonly more: Buffer;
}

/** RFC 5280, section 4.1. */
function certify({ subject, issuer, of, by, more }: Certifying): Buffer {
  const now = Date.now();
  const content = sequence(
    inPlace(0, integer(Buffer.of(2)), true),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    named(issuer),
    sequence(time(new Date(now - hourMs)), time(new Date(now + hourMs))),
    named(subject),
    of.export({ type: "spki", format: "der" }),
    inPlace(3, sequence(more), true),
  );
  return sequence(content, ecdsaWithSha256, bits(sign("sha256", content, by)));
}

const named = (name: string): Buffer => sequence(setOf(sequence(objectId("2.5.4.3"), text(name))));

const pem = (certificate: Buffer, key: KeyObject): Certified => ({
  certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64").replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  key: key.export({ type: "pkcs8", format: "pem" }).toString(),
});
