type RunningSdk = { shutdown(): Promise<void> };

declare global {
  /** The SDK that register.ts started: a global, because a preload and a program may hold two copies of a module. */
  var rollcallTelemetry: RunningSdk | undefined;
}

const flushLimitMs = 3000;

/**
 * Sends the last spans, metrics and logs, within three seconds; without a preloaded SDK, or a second time, it
 * does nothing. Defer it first, so that it runs after everything else has stopped.
 */
export async function shutdownTelemetry(): Promise<void> {
  const sdk = globalThis.rollcallTelemetry;
  if (!sdk) return;
  globalThis.rollcallTelemetry = undefined;
  const { promise: limit, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, flushLimitMs);
  try {
    // A collector that cannot be reached must not keep a service from stopping well.
    await Promise.race([sdk.shutdown().catch(() => {}), limit]);
  } finally {
    clearTimeout(timer);
  }
}
