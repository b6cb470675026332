// Leaves of a checkout what npm needs to bring the packages that run: manifests without what only developers need.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const manifests = ["package.json", ...globSync("{libs,services,deploy}/*/package.json")];
const kept = manifests.map((path) => ({ path, manifest: JSON.parse(readFileSync(path, "utf8")) }));
for (const folder of ["libs", "services", "deploy"]) rmSync(folder, { recursive: true });
for (const { path, manifest } of kept) {
  mkdirSync(path.slice(0, -"package.json".length) || ".", { recursive: true });
  const workspaces = path === "package.json" ? ["libs/*", "services/*", "deploy/*"] : undefined;
  const left = { ...manifest, workspaces, devDependencies: undefined, optionalDependencies: undefined };
  writeFileSync(path, JSON.stringify(left));
}
