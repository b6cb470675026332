import { readdirSync, readFileSync } from "node:fs";

/** A webhook request as livekit-server sent it. */
export type Specimen = {
  readonly name: string;
  readonly key: string;
  readonly secret: string;
  readonly receivedAtMs: number;
  readonly headers: Readonly<Record<string, string>> & { readonly authorization: string };
  readonly rawBody: string;
};

const folder = new URL("../fixtures/webhooks/", import.meta.url);

/** Real requests: every event, leave reason and kind, and odd names. Their tokens hold at `receivedAtMs`. */
export function readSpecimens(): readonly Specimen[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Specimen);
}
