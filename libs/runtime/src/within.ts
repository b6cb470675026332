/** The promise's outcome, or `fallback` when it takes longer than `limitMs`. */
export async function within<Value, Fallback>(
  promise: Promise<Value>,
  limitMs: number,
  fallback: Fallback,
): Promise<Value | Fallback> {
  const { promise: limit, resolve } = Promise.withResolvers<Fallback>();
  const timer = setTimeout(resolve, limitMs, fallback);
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
