import { ValidationError } from "@aiecs/core";
import type { ServerOptions } from "@aiecs/server";
import type { ServerConfig, ServerConfigInput } from "@aiecs/server/config";
import { InputError } from "#command-line/input-error.ts";
import { listenProblem } from "#config/server-settings.ts";

/** A server that listens. Disposing of it stops it, and the tasks it serves, within its grace time. */
export type OpenServer = AsyncDisposable & { readonly url: string };

const secondMs = 1_000;

/** Makes a server and has it listen. @throws InputError where it cannot listen, or would be open to others */
export async function openServer(
  options: Omit<ServerOptions, "config">,
  config: ServerConfigInput,
): Promise<OpenServer> {
  const { createServer, resolveServerConfig } = await import("@aiecs/server");
  const settings = resolveServerConfig(config);
  const server = await createServer({ ...options, config: settings }).catch((error: unknown) => {
    throw isOpen(settings) && error instanceof ValidationError ? withoutAuth(error) : error;
  });
  try {
    const { url } = await server.listen();
    return { url, [Symbol.asyncDispose]: () => server.close() };
  } catch (error) {
    await server.close();
    const problem = listenProblem(error, settings);
    throw problem === undefined ? error : new InputError(problem, { exitCode: 1, cause: error });
  }
}

/** How long what runs may go on once the process is asked to stop. @throws E001 naming everything that is wrong with the config */
export async function graceMsOf(config: ServerConfigInput): Promise<number> {
  const { resolveServerConfig } = await import("@aiecs/server/config");
  return resolveServerConfig(config).grace_s * secondMs;
}

/** Whether nobody is asked for credentials. */
function isOpen({ auth: { api_keys: keys = [], jwt } }: ServerConfig): boolean {
  return keys.length === 0 && jwt === undefined;
}

function withoutAuth(error: ValidationError): InputError {
  return new InputError(error.message, {
    hint: "In the config file, server: { auth: { api_keys: [{ user: me, key_env: MY_KEY }] } } takes a key from the variable MY_KEY",
    cause: error,
  });
}
