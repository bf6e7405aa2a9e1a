import { ValidationError } from "@aiecs/core";
import type { McpServers, Secret } from "#config/resolve-mcp-servers.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A server with its secrets filled in. */
export type FilledServer = { readonly name: string; readonly required: boolean } & FilledCommon &
  (
    | {
        readonly kind: "program";
        readonly command: string;
        readonly args: readonly string[];
        readonly env: Readonly<Record<string, string>>;
        readonly cwd: string | undefined;
      }
    | { readonly kind: "http" | "sse"; readonly url: URL; readonly headers: Readonly<Record<string, string>> }
  );

type FilledCommon = { readonly timeoutMs: number | undefined; readonly tools: readonly string[] | undefined };

/** What a program needs of this environment whatever it is. */
const inherited = ["PATH", "HOME"];

/**
 * The servers that are not disabled, with variables of the environment in place of their names.
 *
 * @throws E001 naming every variable that is not set
 */
export function fillSecrets(servers: McpServers, environment: Environment): FilledServer[] {
  const problems: string[] = [];
  const fill = (secret: Secret, at: string): string => {
    const variable = (name: string): string => {
      const value = environment[name];
      if (value === undefined) problems.push(`${at}: the environment variable ${name} is not set`);
      return value ?? "";
    };
    if (typeof secret !== "string") return variable(secret.env);
    return secret.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_whole, name: string) => variable(name));
  };
  const fillAll = (secrets: Readonly<Record<string, Secret>> = {}, at: string): Record<string, string> =>
    Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, fill(secret, `${at}.${key}`)]));

  const filled = Object.entries(servers).flatMap(([name, server]): FilledServer[] => {
    if (server.disabled) return [];
    const at = `mcp_servers.${name}`;
    const { required = false, timeout_ms: timeoutMs, tools } = server;
    if ("url" in server) {
      const url = fill(server.url, `${at}.url`);
      const kind = server.type === "sse" ? "sse" : "http";
      if (!URL.canParse(url)) problems.push(`${at}.url: expected an address`);
      else
        return [
          {
            name,
            required,
            timeoutMs,
            tools,
            kind,
            url: new URL(url),
            headers: fillAll(server.headers, `${at}.headers`),
          },
        ];
      return [];
    }
    const own = Object.fromEntries(inherited.flatMap((key) => (environment[key] ? [[key, environment[key]]] : [])));
    return [
      {
        name,
        required,
        timeoutMs,
        tools,
        kind: "program",
        command: fill(server.command, `${at}.command`),
        args: (server.args ?? []).map((arg, index) => fill(arg, `${at}.args[${index}]`)),
        env: { ...own, ...fillAll(server.env, `${at}.env`) },
        cwd: server.cwd,
      },
    ];
  });
  if (problems.length === 0) return filled;
  throw new ValidationError(`Invalid config: ${problems.join("; ")}`, { details: { problems } });
}
