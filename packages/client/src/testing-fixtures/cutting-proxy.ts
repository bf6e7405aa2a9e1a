import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type CuttingProxy = AsyncDisposable & {
  readonly url: string;
  /** How many connections were cut. */
  readonly cuts: number;
  /** Cuts what is open now. */
  cut(): void;
};

/**
 * Stands between a client and a server, and cuts connections in the midst of answers: each after as many bytes of the
 * answer as `nextBudget` says.
 */
export async function createCuttingProxy(
  target: string,
  nextBudget: () => number = () => Number.POSITIVE_INFINITY,
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let budget = nextBudget();
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on("data", (part: Buffer) => {
      client.write(part.subarray(0, budget));
      budget -= part.length;
      if (budget > 0) return;
      cuts++;
      // What was written before the cut has to arrive, else nothing ever would.
      client.end(() => client.destroy());
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a server with a port");
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    get cuts() {
      return cuts;
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
