import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Connections of a server that no request is under way on. */
export interface UnusedConnections {
  close(): void;
}

/**
 * Node closes connections that wait for their next request, and that only once while a server closes: those that were
 * still answered then stay open, as do those on which no request has come, which browsers open in advance.
 */
export function findUnusedConnections(server: Server): UnusedConnections {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    close() {
      server.closeIdleConnections();
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}
