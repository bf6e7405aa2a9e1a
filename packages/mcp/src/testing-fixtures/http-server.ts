import { createServer, type Server } from "node:http";
import { type McpCaller } from "#server/caller.ts";
import { createMcpHttpHandler, type McpHttpHandler, type McpHttpOptions } from "#server/http.ts";

export type HttpFixture = AsyncDisposable & { readonly url: string; readonly handler: McpHttpHandler };

/** A server of its own on a free port; the user is who the `x-user` header says. */
export async function startHttpServer(
  options: McpHttpOptions & { readonly port?: number; readonly callerOf?: (user: string | undefined) => McpCaller },
): Promise<HttpFixture> {
  const { port = 0, callerOf = (userId) => ({ userId }), ...own } = options;
  const handler = createMcpHttpHandler(own);
  const server: Server = createServer((request, response) => {
    const user = request.headers["x-user"];
    void handler.handle(request, response, callerOf(typeof user === "string" ? user : undefined));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    handler,
    async [Symbol.asyncDispose]() {
      await handler[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
