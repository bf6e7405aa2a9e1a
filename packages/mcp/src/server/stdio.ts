import type { Readable, Writable } from "node:stream";
import { StdioServerTransport, serveStdio as serve } from "@modelcontextprotocol/server/stdio";
import { serverOf } from "./create-server.ts";
import { type McpServerOptions, openSession } from "./session.ts";

export type StdioOptions = McpServerOptions & {
  /** @default process.stdin */
  readonly input?: Readable;
  /** Nothing else may be written there: messages of the program go to standard error. @default process.stdout */
  readonly output?: Writable;
};

/** A running server on standard input and output. */
export type StdioDoor = {
  /** Resolves when the client has gone; its running calls are cancelled. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
};

/** Serves one client over standard input and output. */
export function serveStdio({ input = process.stdin, output = process.stdout, ...options }: StdioOptions): StdioDoor {
  const session = openSession(options);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  for (const event of ["end", "close", "error"]) input.once(event, () => resolve());
  output.once("error", () => resolve());
  const handle = serve(() => serverOf(session), {
    transport: new StdioServerTransport(input, output),
    onerror: (error) => session.logger.debug({ error }, "MCP over stdio"),
  });
  return {
    closed,
    async close() {
      await handle.close();
      resolve();
    },
  };
}
