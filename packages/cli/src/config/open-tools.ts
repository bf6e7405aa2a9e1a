import { type LoadedConfig, loadConfig } from "./load-config.ts";
import { type LoadedTool, loadTools } from "./load-tools.ts";

/** The options of every command that uses tools. */
export const toolOptions = {
  tool: { type: "string", multiple: true, value: "path|package", description: "A tool besides those of the config" },
  config: { type: "string", value: "file", description: "Config file; by default aiecs.config.* of this folder" },
} as const;

export type ToolValues = { readonly tool?: readonly string[] | undefined; readonly config?: string | undefined };

/** The config and the tools of a command, as its options and the working directory say. @throws InputError */
export async function openTools(values: ToolValues): Promise<{
  readonly config: LoadedConfig;
  readonly tools: readonly LoadedTool[];
}> {
  const cwd = process.cwd();
  const config = await loadConfig(values.config, cwd);
  const tools = await loadTools({
    flags: values.tool ?? [],
    configured: config.tools,
    configFolder: config.folder,
    cwd,
  });
  return { config, tools };
}

/** The same options as arguments, so that a command that is suggested finds the same tools. */
export function toolArguments({ tool = [], config }: ToolValues): string[] {
  return [...tool.flatMap((name) => ["--tool", name]), ...(config === undefined ? [] : ["--config", config])];
}
