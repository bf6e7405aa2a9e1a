import type { Logger, Tool, ToolRegistry } from "@aiecs/core";
import { type LoadedConfig, loadConfig } from "./load-config.ts";
import { loadTools } from "./load-tools.ts";

/** The options of every command that uses tools. */
export const toolOptions = {
  tool: { type: "string", multiple: true, value: "path|package", description: "A tool besides those of the config" },
  config: { type: "string", value: "file", description: "Config file; by default aiecs.config.* of this folder" },
} as const;

export type ToolValues = { readonly tool?: readonly string[] | undefined; readonly config?: string | undefined };

export type OpenToolsOptions = {
  /** The operations or tools that are wanted, where that is known: MCP servers of other names are left alone. */
  readonly uses?: readonly string[] | undefined;
  readonly logger?: Logger | undefined;
};

export type OpenedTools = AsyncDisposable & {
  readonly config: LoadedConfig;
  readonly tools: readonly Tool[];
  /** Where the tools of MCP servers come and go; undefined when there are none. */
  readonly registry: ToolRegistry | undefined;
};

/** The config and the tools of a command, as its options and the working directory say. @throws InputError */
export async function openTools(values: ToolValues, options: OpenToolsOptions = {}): Promise<OpenedTools> {
  const cwd = process.cwd();
  const config = await loadConfig(values.config, cwd);
  const loaded = await loadTools({
    flags: values.tool ?? [],
    configured: config.tools,
    configFolder: config.folder,
    cwd,
  });
  return connectServers(
    config,
    loaded.map(({ tool }) => tool),
    options,
  );
}

/** Adds the tools of those MCP servers that are wanted. Without any, nothing of MCP is loaded. */
async function connectServers(
  config: LoadedConfig,
  tools: readonly Tool[],
  { uses, logger }: OpenToolsOptions,
): Promise<OpenedTools> {
  const wanted = uses && new Set(uses.map((name) => name.split(".", 1)[0]));
  const servers = Object.entries(config.mcpServers).filter(([name]) => wanted?.has(name) ?? true);
  if (servers.length === 0) return { config, tools, registry: undefined, [Symbol.asyncDispose]: async () => {} };
  const [{ ToolRegistry }, { resolveMcpServers }, { connectMcpServers }] = await Promise.all([
    import("@aiecs/core"),
    import("@aiecs/mcp/config"),
    import("@aiecs/mcp/client"),
  ]);
  const registry = new ToolRegistry(tools);
  const connected = await connectMcpServers(resolveMcpServers(Object.fromEntries(servers)), {
    registry,
    ...(logger && { logger }),
  });
  return {
    config,
    tools: registry.names.map((name) => registry.getTool(name)),
    registry,
    [Symbol.asyncDispose]: () => connected[Symbol.asyncDispose](),
  };
}

/** The same options as arguments, so that a command that is suggested finds the same tools. */
export function toolArguments({ tool = [], config }: ToolValues): string[] {
  return [...tool.flatMap((name) => ["--tool", name]), ...(config === undefined ? [] : ["--config", config])];
}
