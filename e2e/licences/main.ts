import { writeFileSync } from "node:fs";
import { licencesDocument, licencesIn } from "./licences.ts";

const checkout = new URL("../..", import.meta.url);
const licences = licencesIn(new URL("package-lock.json", checkout));
writeFileSync(new URL("docs/licences.md", checkout), licencesDocument(licences));
