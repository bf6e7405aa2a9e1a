import type { ConfigInput, TaskConfig } from "@aiecs/core";
import type { McpServers } from "@aiecs/mcp/config";
import type { ServerConfigInput } from "@aiecs/server/config";

/** What a config file may hold. A `.ts` file can say `export default { … } satisfies ConfigFile`. */
export type ConfigFile = ConfigInput & {
  /** Packages, or paths relative to the config file. @default every built-in tool that is installed */
  readonly tools?: readonly string[];
  /** Settings of single tools by tool name, each in the keys of that tool's own schema. */
  readonly tool_config?: { readonly [tool: string]: unknown };
  /** A Redis that several processes share: queue, second cache, limits and events. @default AIECS_REDIS_URL, else none */
  readonly redis_url?: string;
  /** A bucket in which several processes share artifacts; `artifacts_folder` holds copies then. @default AIECS_ARTIFACTS_URL, else none */
  readonly artifacts_url?: string;
  /** How durable runs are kept and run. */
  readonly tasks?: Partial<TaskConfig>;
  /** Where `aiecs serve` listens, and whom it lets in. */
  readonly server?: ServerConfigInput;
  /** Programs and addresses that speak MCP: each of their tools is an operation `{server}.{tool}`. */
  readonly mcp_servers?: McpServers;
};
