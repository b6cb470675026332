/** One call for everybody who asks within the same turn of the event loop; it begins when the turn ends. */
export function shareTurn<T>(call: () => Promise<T>): () => Promise<T> {
  let shared: Promise<T> | null = null;
  return () => {
    shared ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        shared = null;
        call().then(resolve, reject);
      });
    });
    return shared;
  };
}
