import type { Logger, Tool, ToolRegistry } from "@aiecs/core";
import { type McpServers, resolveMcpServers } from "#config/resolve-mcp-servers.ts";
import { McpConnection } from "./connection.ts";
import { type FilledServer, fillSecrets } from "./fill-secrets.ts";
import { createMissingTool, createServerTool } from "./server-tool.ts";

export type ConnectOptions = {
  /** Where the servers' tools are registered; the one that the executor is made with. */
  readonly registry: ToolRegistry;
  /** Where `${NAME}` and `{ env }` are looked up. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly logger?: Logger;
  /** How long the start waits for a server that is not required; it is connected when it answers. @default 10_000 */
  readonly startTimeoutMs?: number;
};

/** Servers whose tools are operations. Disposing of it ends the programs, and takes the tools out. */
export interface McpConnections extends AsyncDisposable {
  /** Why a server cannot be reached; null while it can. */
  status(): Readonly<Record<string, string | null>>;
}

/**
 * Connects to MCP servers and registers each one's tools as operations `server.tool`. A server that is down fails only
 * its own calls, and is tried again; one that is `required` ends the start.
 *
 * @throws E001 naming everything that is wrong with the config, E003 when a required server is down
 */
export async function connectMcpServers(
  servers: McpServers | undefined,
  { registry, environment = process.env, logger, startTimeoutMs = 10_000 }: ConnectOptions,
): Promise<McpConnections> {
  const filled = fillSecrets(resolveMcpServers(servers), environment);
  const registered = new Map<string, Tool>();
  const seen = new Map<string, string>();
  const register = (server: FilledServer, tool: Tool): void => {
    const known = registered.get(server.name);
    if (known) registry.unregisterTool(known.name);
    registered.delete(server.name);
    registry.registerTool(tool);
    registered.set(server.name, tool);
  };
  const connections = filled.map((server) => {
    const connection: McpConnection = new McpConnection({
      server,
      logger,
      onTools(tools, version) {
        // What is registered anew loses its cached results: the same tools stay.
        const fingerprint = JSON.stringify([version, tools]);
        if (seen.get(server.name) === fingerprint) return;
        register(server, createServerTool({ server, connection, tools, version }));
        seen.set(server.name, fingerprint);
      },
    });
    return { server, connection };
  });
  const close = async (): Promise<void> => {
    await Promise.all(connections.map(({ connection }) => connection[Symbol.asyncDispose]()));
    for (const { name } of registered.values()) registry.unregisterTool(name);
    registered.clear();
  };
  try {
    await Promise.all(
      connections.map(async ({ server, connection }) => {
        const connecting = connection.connect();
        if (server.required) await connecting;
        else if (!(await isDoneWithin(connecting, startTimeoutMs))) {
          register(server, createMissingTool(server, connection.problem ?? "it is unknown why"));
        }
      }),
    );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    status: () =>
      Object.fromEntries(connections.map(({ connection }) => [connection.name, connection.problem ?? null])),
    [Symbol.asyncDispose]: close,
  };
}

/** Whether a connection is there in time; why not, it remembers itself. */
async function isDoneWithin(connecting: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, ms, false);
  const connected = connecting.then(
    () => true,
    () => false,
  );
  const done = await Promise.race([connected, promise]);
  clearTimeout(timer);
  return done;
}
