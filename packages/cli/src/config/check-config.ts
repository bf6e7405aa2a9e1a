import { type ConfigInput, resolveConfig, resolveTaskConfig, type TaskConfig, ValidationError } from "@aiecs/core";
import type { ServerConfigInput } from "@aiecs/server/config";
import type { InputProblem } from "#command-line/input-error.ts";
import { isObject } from "#input/parse-object.ts";
import type { ConfigFile } from "./config-file.ts";
import { artifactsUrlRule, isArtifactsUrl, isRedisUrl, redisUrlRule } from "./service-urls.ts";

/** What a config file holds, taken apart. */
export type CheckedConfig = {
  /** Undefined when the file names none. */
  readonly tools: readonly string[] | undefined;
  readonly toolConfig: { readonly [tool: string]: unknown };
  readonly executor: ConfigInput;
  readonly tasks: Partial<TaskConfig>;
  readonly server: ServerConfigInput;
  readonly redisUrl: string | undefined;
  readonly artifactsUrl: string | undefined;
  /** By name; `connectMcpServers` takes them as they are. */
  readonly mcpServers: Content;
};

/** What is not known to be anything more yet. */
type Content = Readonly<Record<string, unknown>>;

/** What stands under these keys is checked by the part that it is for; it is loaded only when the key is there. */
const sections = ["tasks", "server", "mcp_servers"] as const;

type Section = (typeof sections)[number];

const ownKeys = [
  "tools",
  "tool_config",
  "redis_url",
  "artifacts_url",
  ...sections,
] as const satisfies readonly (keyof ConfigFile)[];

/** Takes a config file's content apart, and finds everything that is wrong with it. */
export async function checkConfig(content: Content): Promise<{
  readonly config: CheckedConfig;
  readonly problems: readonly InputProblem[];
}> {
  const problems: InputProblem[] = [];
  const known = [...ownKeys, ...Object.keys(resolveConfig())];
  const {
    tools,
    tool_config: toolConfig = {},
    redis_url: redis,
    artifacts_url: artifacts,
    tasks = {},
    server = {},
    mcp_servers: mcpServers = {},
    ...rest
  } = content;
  const executor: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) {
    if (known.includes(key)) executor[key] = value;
    else problems.push({ path: key, message: "unknown key", unknown: { name: key, known } });
  }
  if (tools !== undefined && !isTexts(tools)) problems.push({ path: "tools", message: "expected a list of texts" });
  if (!isObject(toolConfig))
    problems.push({ path: "tool_config", message: "expected an object of settings by tool name" });
  const isRedis = typeof redis === "string" && isRedisUrl(redis);
  if (redis !== undefined && !isRedis) problems.push({ path: "redis_url", message: `expected ${redisUrlRule}` });
  const isArtifacts = typeof artifacts === "string" && isArtifactsUrl(artifacts);
  if (artifacts !== undefined && !isArtifacts) {
    problems.push({ path: "artifacts_url", message: `expected ${artifactsUrlRule}` });
  }
  problems.push(...problemsOf(executor, resolveConfig));
  for (const section of sections) problems.push(...(await sectionProblems(section, content[section])));
  return {
    config: {
      tools: isTexts(tools) ? tools : undefined,
      toolConfig: isObject(toolConfig) ? toolConfig : {},
      executor,
      tasks: isObject(tasks) ? tasks : {},
      server: isObject(server) ? server : {},
      redisUrl: isRedis ? redis : undefined,
      artifactsUrl: isArtifacts ? artifacts : undefined,
      mcpServers: isObject(mcpServers) ? mcpServers : {},
    },
    problems,
  };
}

/** What the part that the section is for would refuse of it. */
async function sectionProblems(section: Section, value: unknown): Promise<InputProblem[]> {
  if (value === undefined) return [];
  if (!isObject(value)) return [{ path: section, message: "expected an object of keys and values" }];
  const found = problemsOf(value, await resolverOf(section));
  // Those of MCP servers say their whole path themselves.
  const prefix = section === "mcp_servers" ? "" : `${section}.`;
  return found.map(({ path, message }) => ({ path: path === undefined ? section : `${prefix}${path}`, message }));
}

/** Loads what checks a section, and nothing that works with it. */
async function resolverOf(section: Section): Promise<(value: Content) => unknown> {
  if (section === "tasks") return resolveTaskConfig;
  if (section === "server") return (await import("@aiecs/server/config")).resolveServerConfig;
  const { resolveMcpServers } = await import("@aiecs/mcp/config");
  return (servers) => resolveMcpServers(servers);
}

/** What an own check finds: nothing when it does not throw. */
function problemsOf(values: Content, resolve: (values: Content) => unknown): InputProblem[] {
  try {
    resolve(values);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError) || !Array.isArray(error.details.problems)) throw error;
    return error.details.problems.map((problem: unknown) => {
      const [, path, message] = /^([\w.[\]-]+): (.*)$/s.exec(String(problem)) ?? [];
      return { path, message: message ?? String(problem) };
    });
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
