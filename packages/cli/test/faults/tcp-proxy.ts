import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A way to a server on loopback that can be cut as a network is: connections stay open, and nothing passes. */
export type TcpProxy = AsyncDisposable & {
  readonly port: number;
  cut(): void;
  /** What was held up arrives. */
  heal(): void;
};

export async function createTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    if (isCut) socket.pause();
    socket.on("data", (part) => other.write(part));
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    keep(near, far);
    keep(far, near);
    if (isCut) near.pause();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A proxy on loopback has no port");
  return {
    port: address.port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    heal() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
