import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePorts } from "@rollcall/servers";

const run = promisify(execFile);
const checkout = fileURLToPath(new URL("../..", import.meta.url));
const files = ["docker-compose.yml", "deploy/compose/observability.yml"].flatMap((file) => ["-f", file]);
const limitMs = 900_000;

/** A Compose project of the test's own, on free ports of this machine, with no settings but those. */
export interface Compose extends AsyncDisposable {
  readonly ingressUrl: string;
  readonly queryUrl: string;
  readonly livekitUrl: string;
  readonly jaegerUrl: string;
  /** Runs `docker compose` with these arguments and gives what it prints. */
  readonly run: (...args: readonly string[]) => Promise<string>;
}

/** Disposing it removes containers, networks and volumes. */
export async function openCompose(program: string): Promise<Compose> {
  const [ingress, query, livekit, tcp, udp, jaeger] = await freePorts(6);
  const [command = "docker", ...first] = program.split(" ");
  const inherited = ["PATH", "HOME", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "DOCKER_CERT_PATH"];
  const env = {
    ...Object.fromEntries(
      inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
    ...{ INGRESS_PORT: `${ingress}`, QUERY_PORT: `${query}`, JAEGER_PORT: `${jaeger}` },
    ...{ LIVEKIT_PORT: `${livekit}`, LIVEKIT_TCP_PORT: `${tcp}`, LIVEKIT_UDP_PORT: `${udp}` },
    // Straight to Jaeger: it takes traces and nothing else.
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://jaeger:4318", OTEL_METRICS_EXPORTER: "none" },
  };
  const project = [
    "--project-name",
    `rollcall-test-${process.pid}`,
    "--env-file",
    "/dev/null",
    "--profile",
    "livekit",
  ];
  const compose = async (...args: readonly string[]) => {
    const options = { cwd: checkout, env, timeout: limitMs, maxBuffer: 64 * 1024 * 1024 };
    const all = [...first, ...files, ...project];
    try {
      return (await run(command, [...all, ...args], options)).stdout;
    } catch (error) {
      const { stdout: logs } = await run(command, [...all, "logs", "--tail", "5"], options);
      throw new Error(`docker compose ${args[0]} failed; the last lines of all containers:\n${logs}`, {
        cause: error,
      });
    }
  };
  return {
    ingressUrl: `http://127.0.0.1:${ingress}`,
    queryUrl: `http://127.0.0.1:${query}`,
    livekitUrl: `ws://127.0.0.1:${livekit}`,
    jaegerUrl: `http://127.0.0.1:${jaeger}`,
    run: compose,
    [Symbol.asyncDispose]: async () => void (await compose("down", "--volumes", "--timeout", "10")),
  };
}
