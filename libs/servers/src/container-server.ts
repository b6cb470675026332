import { rm } from "node:fs/promises";
import { userInfo } from "node:os";
import type { ProgramPlan } from "./program-server.ts";
import type { Server, ServerPlan } from "./server.ts";
import { ServerFailed } from "./server-problems.ts";
import { untilReady } from "./until-ready.ts";

export type ContainerPlan = ServerPlan & Pick<ProgramPlan, "isTemporary"> & { readonly image: string };

/**
 * Runs the server in a container on the host's network, so that ports, addresses and arguments are those of the
 * program; the data folder is mounted under its own path.
 */
export async function startContainer(plan: ContainerPlan): Promise<Server> {
  const { GenericContainer } = await import("testcontainers");
  const { uid, gid } = userInfo();
  const lines: string[] = [];
  const container = await new GenericContainer(plan.image)
    .withNetworkMode("host")
    .withUser(`${uid}:${gid}`)
    .withBindMounts([{ source: plan.dataDir, target: plan.dataDir, mode: "rw" }])
    .withCommand([...plan.args])
    .withLogConsumer((stream) => stream.on("data", (chunk) => keep(lines, String(chunk), plan.onLine)))
    .start();
  const stop = async () => {
    await container.stop({ timeout: plan.stopGraceMs, remove: true });
    if (plan.isTemporary) await rm(plan.dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(plan.probe, plan.readyLimitMs, plan.signal);
  } catch (error) {
    await stop();
    plan.signal?.throwIfAborted();
    throw new ServerFailed(plan.name, "was not ready in time", lines, error);
  }
  return {
    url: plan.url,
    pid: undefined,
    exited: () => new Promise(() => undefined),
    lastLines: () => [...lines],
    kill: (signal = "SIGKILL") => killContainer(container.getId(), signal),
    restart: async (signal) => {
      await container.restart({ timeout: plan.stopGraceMs });
      await untilReady(plan.probe, plan.readyLimitMs, signal);
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function killContainer(id: string, signal: NodeJS.Signals): Promise<void> {
  const { getContainerRuntimeClient } = await import("testcontainers");
  const client = await getContainerRuntimeClient();
  await client.container.getById(id).kill({ signal });
}

function keep(lines: string[], chunk: string, onLine: ((line: string) => void) | undefined): void {
  for (const line of chunk.split("\n")) {
    if (line === "") continue;
    lines.push(line);
    if (lines.length > 60) lines.shift();
    onLine?.(line);
  }
}
