import { ValidationError } from "@aiecs/core";
import { didYouMean } from "@aiecs/core/toolkit";

/** A text, in which `${NAME}` stands for a variable of the environment; or such a variable alone. */
export type Secret = string | { readonly env: string };

type Common = {
  /** The program stops at its start when this server is down. @default false */
  readonly required?: boolean;
  /** @default false */
  readonly disabled?: boolean;
  /** Per call. @default the executor's `timeout_ms` */
  readonly timeout_ms?: number;
  /** Which of its tools are taken, by their names there. @default all */
  readonly tools?: readonly string[];
};

/** A server that is started as a program. It gets PATH, HOME and what `env` names, and nothing else of this environment. */
export type StdioServerConfig = Common & {
  readonly type?: "stdio";
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, Secret>>;
  readonly cwd?: string;
};

/** A server that runs elsewhere. */
export type HttpServerConfig = Common & {
  /** @default "http" */
  readonly type?: "http" | "streamable-http" | "sse";
  readonly url: string;
  readonly headers?: Readonly<Record<string, Secret>>;
};

/** A server as configs name it: a program to start, or an address. */
export type McpServerConfig = StdioServerConfig | HttpServerConfig;

/** By the names under which their tools are called. */
export type McpServers = Readonly<Record<string, McpServerConfig>>;

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "a text");
const flag: Check = (value) => (typeof value === "boolean" ? undefined : "true or false");
const texts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string") ? undefined : "a list of texts";
const milliseconds: Check = (value) =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? undefined : "a number above 0";
const secrets: Check = (value) =>
  isRecord(value) && Object.values(value).every(isSecret) ? undefined : 'texts, or { "env": "NAME" }, by name';
const httpUrl: Check = (value) =>
  typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? undefined
    : "an http or https address";
const oneOf =
  (...choices: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && choices.includes(value) ? undefined : `one of ${choices.join(", ")}`;

type Checks = { readonly [key: string]: Check };

const common: Checks = { required: flag, disabled: flag, timeout_ms: milliseconds, tools: texts };
const stdioChecks: Checks = { ...common, type: oneOf("stdio"), command: text, args: texts, env: secrets, cwd: text };
const httpChecks: Checks = {
  ...common,
  type: oneOf("http", "streamable-http", "sse"),
  url: httpUrl,
  headers: secrets,
};

/** The servers of a config. @throws E001 naming everything that is wrong with it */
export function resolveMcpServers(given: unknown, path = "mcp_servers"): McpServers {
  if (given === undefined) return {};
  const problems = [...problemsOf(given, path)];
  if (areServers(given, problems)) return given;
  throw new ValidationError(`Invalid config: ${problems.join("; ")}`, { details: { problems } });
}

function areServers(_given: unknown, problems: readonly string[]): _given is McpServers {
  return problems.length === 0;
}

function* problemsOf(given: unknown, path: string): Generator<string> {
  if (!isRecord(given)) {
    yield `${path}: expected an object of servers by name`;
    return;
  }
  for (const [name, server] of Object.entries(given)) {
    const at = `${path}.${name}`;
    if (!isRecord(server)) yield `${at}: expected { command } or { url }`;
    else if ("command" in server && "url" in server) yield `${at}: expected either command or url, received both`;
    else if ("command" in server) yield* problemsOfServer(server, stdioChecks, at);
    else if ("url" in server) yield* problemsOfServer(server, httpChecks, at);
    else yield `${at}: expected command (a program to start) or url (a server that runs)`;
  }
}

function* problemsOfServer(server: Readonly<Record<string, unknown>>, checks: Checks, at: string): Generator<string> {
  for (const [key, value] of Object.entries(server)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    const wanted = check?.(value);
    if (!check) {
      const [closest] = didYouMean(key, Object.keys(checks));
      const known = Object.keys(checks).join(", ");
      yield `${at}.${key}: unknown key${closest === undefined ? ` (known are ${known})` : `, did you mean ${closest}?`}`;
    } else if (wanted !== undefined) yield `${at}.${key}: expected ${wanted}`;
  }
}

function isSecret(value: unknown): value is Secret {
  return typeof value === "string" || (isRecord(value) && typeof value.env === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
