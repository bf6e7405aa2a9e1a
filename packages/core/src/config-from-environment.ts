import { ValidationError } from "#contracts/errors.ts";
import type { Tool } from "#contracts/tool.ts";
import { closedPropertyNames, toJsonSchema } from "#toolkit/json-schema.ts";
import type { ConfigInput } from "./config.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Which key a variable sets, and by what its number is multiplied: moments are in seconds under these names. */
const numbers: { readonly [name: string]: { readonly key: keyof ConfigInput; readonly factor?: number } } = {
  TOOL_EXECUTOR_CACHE_SIZE: { key: "cache_size" },
  TOOL_EXECUTOR_CACHE_TTL: { key: "cache_ttl_s" },
  TOOL_EXECUTOR_MAX_WORKERS: { key: "max_workers" },
  TOOL_EXECUTOR_MAX_CONCURRENCY: { key: "max_concurrency" },
  TOOL_EXECUTOR_MAX_THREAD_MEMORY_MB: { key: "max_thread_memory_mb" },
  TOOL_EXECUTOR_TIMEOUT: { key: "timeout_ms", factor: 1000 },
  TOOL_EXECUTOR_RATE_LIMIT: { key: "rate_limit_requests_per_second" },
  TOOL_EXECUTOR_BATCH_SIZE: { key: "batch_size" },
};

const retryAttempts = "TOOL_EXECUTOR_RETRY_ATTEMPTS";
const retryBackoff = "TOOL_EXECUTOR_RETRY_BACKOFF";
const enableCache = "TOOL_EXECUTOR_ENABLE_CACHE";

/** The environment variables that set something, for whoever lists them. */
export const environmentVariables: readonly string[] = [
  ...Object.keys(numbers),
  enableCache,
  retryAttempts,
  retryBackoff,
];

/** The part of a config that `TOOL_EXECUTOR_*` variables set. @throws E001 naming every variable that is wrong */
export function configFromEnvironment(environment: Environment): ConfigInput {
  const problems: string[] = [];
  const numberOf = (name: string): number | undefined => {
    const value = environment[name]?.trim();
    if (value === undefined || value === "") return undefined;
    if (Number.isFinite(Number(value))) return Number(value);
    problems.push(`${name}: expected a number, received ${JSON.stringify(value)}`);
    return undefined;
  };
  const config: Record<string, unknown> = {};
  for (const [name, { key, factor }] of Object.entries(numbers)) {
    const value = numberOf(name);
    if (value !== undefined) config[key] = value * (factor ?? 1);
  }
  const attempts = numberOf(retryAttempts);
  const backoffSeconds = numberOf(retryBackoff);
  if (attempts !== undefined) {
    config.retry = {
      max_attempts: attempts,
      ...(backoffSeconds !== undefined && { backoff_ms: backoffSeconds * 1000 }),
    };
  } else if (backoffSeconds !== undefined) problems.push(`${retryBackoff}: says nothing without ${retryAttempts}`);
  const cache = environment[enableCache]?.trim().toLowerCase();
  if (cache === "true" || cache === "1") config.enable_cache = true;
  else if (cache === "false" || cache === "0") config.enable_cache = false;
  else if (cache) problems.push(`${enableCache}: expected true or false, received ${JSON.stringify(cache)}`);
  if (problems.length > 0)
    throw new ValidationError(`Invalid environment: ${problems.join("; ")}`, { details: { problems } });
  return config;
}

/**
 * A tool's settings with what its own environment variables add: `{TOOL_NAME}_{KEY}` sets a key that its `configSchema`
 * knows and nobody set explicitly. A value is JSON where it is JSON, else text.
 */
export function toolConfigFromEnvironment(tool: Tool, given: unknown, environment: Environment): unknown {
  const keys = tool.configSchema ? (closedPropertyNames(toJsonSchema(tool.configSchema, "input")) ?? []) : [];
  const prefix = `${tool.name.toUpperCase().replaceAll("-", "_")}_`;
  const added = keys.flatMap((key) => {
    const value = environment[prefix + key.toUpperCase()];
    return value === undefined ? [] : [[key, parseValue(value)] as const];
  });
  if (added.length === 0 || (given !== undefined && !isObject(given))) return given;
  return { ...Object.fromEntries(added), ...given };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is text: a path, an address, a name.
    return text;
  }
}
