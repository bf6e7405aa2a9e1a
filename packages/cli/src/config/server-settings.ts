import type { ServerConfigInput } from "@aiecs/server/config";
import { type InputProblem, problemsError } from "#command-line/input-error.ts";
import type { LoadedConfig } from "./load-config.ts";

/** The options of every command that listens. */
export const listenOptions = {
  host: { type: "string", value: "address", description: "The address to listen on; 127.0.0.1 by default" },
  port: { type: "string", value: "n", description: "The port to listen on, 0 for any that is free; 8000 by default" },
} as const;

export type ListenValues = { readonly host?: string | undefined; readonly port?: string | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where to listen: what the options say wins over the config file, that over `AIECS_HOST` and `AIECS_PORT`.
 *
 * @throws InputError when a port is none
 */
export function serverSettings(
  config: LoadedConfig,
  values: ListenValues,
  environment: Environment = process.env,
): ServerConfigInput {
  const { server } = config;
  const problems: InputProblem[] = [];
  const portOf = (text: string | undefined, name: string): number | undefined => {
    if (text === undefined || text === "") return undefined;
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    problems.push({ message: `${name}: expected a port from 0 to 65535, received ${text}` });
    return undefined;
  };
  const port = portOf(values.port, "--port") ?? server.port ?? portOf(environment.AIECS_PORT, "AIECS_PORT");
  if (problems.length > 0) throw problemsError("Some settings cannot be used", problems);
  const host = values.host ?? server.host ?? (environment.AIECS_HOST || undefined);
  return { ...server, ...(host !== undefined && { host }), ...(port !== undefined && { port }) };
}

/** What Node says when it cannot listen, as sentences. */
const reasons: { readonly [code: string]: (at: ServerConfigInput) => string } = {
  EADDRINUSE: ({ host, port }) => `Port ${port} of ${host} is in use: stop what listens there, or choose another port`,
  EACCES: ({ host, port }) => `Port ${port} of ${host} is reserved: choose one from 1024 on`,
  EADDRNOTAVAIL: ({ host }) => `${host} is no address of this machine`,
  ENOTFOUND: ({ host }) => `${host} is no address, and no name that is known`,
};

/** What kept a server from listening, in a sentence; undefined when it is something else. */
export function listenProblem(error: unknown, at: ServerConfigInput): string | undefined {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  return reasons[error.code]?.(at);
}
