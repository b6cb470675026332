import { existsSync, globSync } from "node:fs";
import { configSchema as attendance } from "@rollcall/attendance";
import { chooseLiveKit, newSecrets, settingsOf } from "@rollcall/compose";
import { configSchema as ingress } from "@rollcall/ingress";
import { configSchema as query } from "@rollcall/query";
import { configSchema as verifier } from "@rollcall/verifier";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readText, servicesIn, type ComposeService } from "./compose-files.ts";

const core = servicesIn("deploy/compose/core.yml");
const observability = servicesIn("deploy/compose/observability.yml");
const observers = servicesIn("deploy/compose/observability/servers.yml");
const scale = servicesIn("deploy/compose/scale.yml");
const schemas: Readonly<Record<string, z.ZodObject>> = { ingress, attendance, verifier, query };
const names = ["ingress", "attendance", "verifier", "query"] as const;
const composeFiles = globSync("{docker-compose.yml,deploy/compose/**/*.yml}", {
  cwd: new URL("../..", import.meta.url),
  exclude: (path) => path.includes("node_modules"),
});

const serviceOf = (services: Readonly<Record<string, ComposeService>>, name: string): ComposeService => {
  const found = services[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
};

describe.each(names)("%s in its container", (name) => {
  const schema: z.ZodObject = schemas[name] ?? z.object({});
  const secrets = newSecrets();
  const given = settingsOf(name, chooseLiveKit({}, secrets), secrets);
  const { environment, command, ports } = serviceOf(core, name);

  it("is given what it needs to start", () => {
    expect(schema.safeParse(given).error).toBeUndefined();
  });

  it("gets every setting that it has, but for its port, and no other", () => {
    const port = `${name.toUpperCase()}_PORT`;
    const settings = [...Object.keys(schema.shape), "LOG_LEVEL"].filter((variable) => variable !== port);
    expect(new Set([...environment, ...Object.keys(given)])).toEqual(new Set(settings));
    for (const variable of serviceOf(observability, name).environment) expect(variable).toMatch(/^OTEL_/);
  });

  it("runs its program on its usual port", () => {
    expect(command.at(-1)).toBe(`services/${name}/src/main.ts`);
    const usual = String(schema.shape[`${name.toUpperCase()}_PORT`]?.parse(undefined));
    for (const port of ports) expect(port.endsWith(`:${usual}`)).toBe(true);
    expect(readText("deploy/compose/src/health/main.ts")).toContain(`${name.toUpperCase()}_PORT: "${usual}"`);
  });

  it("can have several instances", () => {
    expect(scale[name]).toMatchObject({ deploy: { replicas: expect.any(Number) } });
  });
});

describe.each(Object.entries({ ...core, ...observers }))("%s", (_, service) => {
  it("may do nothing that it need not", () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      restart: expect.stringMatching(/^(no|unless-stopped)$/),
    });
  });

  it("holds no secret", () => {
    expect(JSON.stringify(service)).not.toMatch(/(?:password|secret|token)["']?\s*[:=]\s*["']?[\w-]{8}/i);
  });
});

describe("images", () => {
  const pinned = new Map(
    [...readText("deploy/images.env").matchAll(/^(\w+)=(.+)$/gm)].map(([, name = "", image = ""]) => [
      name,
      image,
    ]),
  );

  it("have a version each, in one place", () => {
    for (const image of pinned.values()) expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+\.\d+[\w.-]*$/);
    for (const path of composeFiles)
      expect(readText(path)).not.toMatch(/image: (?!\$\{\w+\}|rollcall:0\.1\.0)/);
  });

  it("are all named there", () => {
    const used = [...composeFiles.flatMap((path) => [...readText(path).matchAll(/\$\{(\w+_IMAGE)\}/g)])];
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter(([, name = ""]) => !pinned.has(name))).toEqual([]);
  });

  it("of ours have the version of the packages", () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readText("package.json")));
    const own = Object.values(core).filter(({ image }) => image.startsWith("rollcall:"));
    expect(new Set(own.map(({ image }) => image))).toEqual(new Set([`rollcall:${version}`]));
  });
});

describe("the Dockerfile", () => {
  const dockerfile = readText("deploy/images/Dockerfile");

  it("ends as a user without rights, runs without a shell, and tells its health", () => {
    expect(dockerfile.match(/^USER .+$/gm)).toEqual(["USER 1000:1000"]);
    expect(dockerfile).toMatch(/^ENTRYPOINT \["node", /m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*CMD \["node", "deploy\/compose\/src\/health\/main.ts"\]$/m);
  });

  it("makes a folder for each volume that the settings are written to", () => {
    const mounted = serviceOf(core, "settings").volumes.map((volume) => volume.split(":")[1] ?? "");
    const made = dockerfile.match(/\/volumes\/[\w-]+/g) ?? [];
    expect(new Set(made)).toEqual(new Set(mounted));
  });
});

const isMissing = (path: string) => !existsSync(new URL(`../../${path}`, import.meta.url));

it("files that containers share with npm start exist", () => {
  const mounted = Object.values(observers).flatMap(({ volumes }) =>
    volumes.map((volume) => volume.split(":")[0] ?? ""),
  );
  const paths = mounted
    .filter((path) => path.startsWith("../../"))
    .map((path) => path.replace("../../", "deploy/"));
  const shared = ["deploy/nats/nats.conf", "deploy/nats/permissions.conf", "deploy/livekit/livekit.yaml"];
  expect([...paths, ...shared].filter(isMissing)).toEqual([]);
});
