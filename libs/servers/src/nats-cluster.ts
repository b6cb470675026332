import { freePorts } from "./free-ports.ts";
import { startNats, type NatsOptions } from "./nats.ts";
import { startGroup, type ServerGroup } from "./server-group.ts";
import { untilReady } from "./until-ready.ts";

const size = 3;
const readyLimitMs = 30_000;

/**
 * Runs three nats-servers as one cluster on this machine, each with the configuration of `startNats`, and resolves when
 * its JetStream has a leader. Members are named `rollcall-1` to `rollcall-3`.
 */
export async function startNatsCluster(options: Pick<NatsOptions, "extraConfig"> = {}): Promise<ServerGroup> {
  const ports = await freePorts(3 * size);
  const members = Array.from({ length: size }, (_, place) => ({
    name: `rollcall-${place + 1}`,
    port: ports[place] ?? 0,
    routes: ports[size + place] ?? 0,
    monitor: ports[2 * size + place] ?? 0,
  }));
  const routes = members.map((member) => `nats://127.0.0.1:${member.routes}`);
  const configured = (member: (typeof members)[number]) => `
server_name: ${member.name}
http: "127.0.0.1:${member.monitor}"
cluster { name: rollcall, listen: "127.0.0.1:${member.routes}", routes: ${JSON.stringify(routes)} }
${options.extraConfig ?? ""}`;
  const group = await startGroup(
    new Map(
      members.map((member) => [
        member.name,
        () => startNats({ port: member.port, extraConfig: configured(member) }),
      ]),
    ),
  );
  try {
    await untilReady((signal) => allFollow(members, signal), readyLimitMs);
  } catch (error) {
    await group[Symbol.asyncDispose]();
    throw error;
  }
  return { ...group, url: [...group.members.values()].map(({ url }) => url).join(",") };
}

/** Without a leader JetStream answers nothing, and `/healthz` is content nevertheless. */
async function allFollow(
  members: readonly { readonly monitor: number }[],
  signal: AbortSignal,
): Promise<void> {
  for (const { monitor } of members) {
    const answer = await fetch(`http://127.0.0.1:${monitor}/jsz`, { signal });
    const text = await answer.text();
    const knowsLeader = /"meta_cluster":\s*\{[^}]*"leader":\s*"rollcall-/.test(text);
    if (!knowsLeader) throw new Error("the cluster has no leader yet");
  }
}
