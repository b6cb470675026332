export type { Environment } from "./environment.ts";
export { freePort, freePorts, isPortTaken } from "./free-ports.ts";
export { startLiveKit, type LiveKitOptions } from "./livekit.ts";
export { startMongo } from "./mongo.ts";
export { startNats, type NatsOptions } from "./nats.ts";
export type { OnProgress, Progress } from "./progress.ts";
export { runProcess, type Exit, type RunningProcess, type RunOptions } from "./run-process.ts";
export { ServerFailed, ServerUnavailable, ServerUnusable } from "./server-problems.ts";
export type { Server, ServerOptions } from "./server.ts";
