import { durationMs, url } from "./settings.ts";

// What several programs are set by, once: what one of them accepts, no other may refuse.

/** One address or several with commas. NATS' client for Node speaks no WebSocket. */
export const natsUrl = url(["nats", "tls"]);

export const mongodbUrl = url(["mongodb", "mongodb+srv"]);

export const livekitUrl = url(["ws", "wss", "http", "https"]);

/** How often every room is looked at. Whoever judges the age of evidence must have the verifier's own value. */
export const verifyIntervalMs = durationMs(30_000, { min: 1_000, max: 600_000 });
