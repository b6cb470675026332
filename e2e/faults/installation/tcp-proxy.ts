import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP proxy that can be told to behave like a bad network. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Nothing goes through, nobody is told; when it is lifted, all that waited goes through, as after a cut cable. */
  cut(): Disposable;
  /** The connections of now never say anything again and are not closed; new ones work. Returns how many. */
  abandon(): number;
  /** Breaks all connections of now; returns how many. */
  reset(): number;
  /** Each piece takes so long, in either direction, and up to `jitterMs` longer. */
  slow(ms: number, jitterMs: number): Disposable;
}

interface Way {
  isCut: boolean;
  delay: { readonly ms: number; readonly jitterMs: number } | null;
  readonly pairs: Set<Pair>;
}

interface Pair {
  readonly ends: readonly Socket[];
  isAbandoned: boolean;
}

/** Starts a proxy before a server on this machine. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const way: Way = { isCut: false, delay: null, pairs: new Set() };
  const server = createServer((near) => join(way, near, connect(targetPort, "127.0.0.1")));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const destroyAll = () => way.pairs.forEach(({ ends }) => ends.forEach((end) => end.destroy()));
  return {
    port,
    cut() {
      way.isCut = true;
      way.pairs.forEach(hush);
      return { [Symbol.dispose]: () => mend(way) };
    },
    abandon() {
      for (const pair of way.pairs) {
        pair.isAbandoned = true;
        hush(pair);
      }
      return way.pairs.size;
    },
    reset() {
      const broken = [...way.pairs];
      for (const { ends } of broken) for (const end of ends) end.resetAndDestroy();
      return broken.length;
    },
    slow(ms, jitterMs) {
      way.delay = { ms, jitterMs };
      return { [Symbol.dispose]: () => void (way.delay = null) };
    },
    async [Symbol.asyncDispose]() {
      server.close();
      destroyAll();
      await once(server, "close");
    },
  };
}

function join(way: Way, near: Socket, far: Socket): void {
  const pair: Pair = { ends: [near, far], isAbandoned: false };
  way.pairs.add(pair);
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.setNoDelay(true);
    carry(way, from, to);
    from.on("error", () => {});
    from.on("close", () => {
      way.pairs.delete(pair);
      if (!pair.isAbandoned) to.destroy();
    });
  }
  if (way.isCut) hush(pair);
}

/** A piece never overtakes an earlier one. */
function carry(way: Way, from: Socket, to: Socket): void {
  let freeAt = 0;
  from.on("data", (piece) => {
    const now = performance.now();
    const takesMs = way.delay === null ? 0 : way.delay.ms + Math.random() * way.delay.jitterMs;
    freeAt = Math.max(freeAt, now + takesMs);
    if (freeAt <= now) to.write(piece);
    else setTimeout(() => to.write(piece), freeAt - now);
  });
}

const hush = ({ ends }: Pair): void => ends.forEach((end) => end.pause());

function mend(way: Way): void {
  way.isCut = false;
  for (const { ends, isAbandoned } of way.pairs) if (!isAbandoned) ends.forEach((end) => end.resume());
}
