import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands between a store and its server, and breaks connections at will. */
export type CuttingProxy = AsyncDisposable & {
  /** As the server's, by way of the proxy. */
  readonly url: string;
  /** The next statement of that name is done by the server, but its answer never comes: the connection breaks instead. */
  swallowAnswer(statement: string): void;
  /** Breaks all connections; while it is off, no other is made. */
  turnOff(): void;
  turnOn(): void;
  /** How many answers were swallowed. */
  readonly swallowed: number;
};

export async function startCuttingProxy(server: {
  readonly url: string;
  readonly port: number;
}): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const names: string[] = [];
  let swallowed = 0;
  let isOff = false;
  const listener = createServer((client) => {
    const upstream = connect(server.port, "127.0.0.1");
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    let isCutting = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", end).on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
    if (isOff) end();
    client.on("data", (data) => {
      const found = names.findIndex((name) => data.includes(`\0${name}\0`));
      if (found >= 0) {
        names.splice(found, 1);
        isCutting = true;
      }
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (!isCutting) return client.write(data);
      swallowed += 1;
      return end();
    });
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (typeof address !== "object" || !address) throw new Error("The proxy has no port");
  return {
    url: server.url.replace(`:${server.port}/`, `:${address.port}/`),
    swallowAnswer: (statement) => void names.push(statement),
    turnOff() {
      isOff = true;
      for (const socket of sockets) socket.destroy();
    },
    turnOn() {
      isOff = false;
    },
    get swallowed() {
      return swallowed;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}
