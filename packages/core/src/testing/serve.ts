import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

export type TestServer = AsyncDisposable & {
  readonly url: string;
  /** As `network.allow` takes it. */
  readonly host: string;
  readonly port: number;
};

/** A real server on a free port of the loopback address. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a server with a port");
  const host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}`,
    host,
    port: address.port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers everything with one body. */
export function answer(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_request, response) => void response.writeHead(200, headers).end(body);
}
