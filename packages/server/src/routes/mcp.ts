import type { McpCaller } from "@aiecs/mcp";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "#app.ts";
import type { AuthConfig } from "#auth/auth-config.ts";
import { hasCredentials } from "#auth/auth-config.ts";
import { rightsOf, type User } from "#auth/user.ts";
import type { ServedTasks, ServerParts } from "#server-parts.ts";
import { tasksOf } from "./tasks-of.ts";

/** `/mcp`: MCP over streamable HTTP. */
export async function addMcpRoute(app: App, { executor, tasks, config, expose, logger }: ServerParts): Promise<void> {
  // The protocol's library is large: it is loaded by a server alone.
  const { createMcpHttpHandler } = await import("@aiecs/mcp");
  const from = allowedNames(config.auth);
  const door = createMcpHttpHandler({
    executor,
    expose,
    maxBodyBytes: config.body_limit_bytes,
    logger,
    ...from,
  });
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack();
    await door.handle(request.raw, reply.raw, callerOf(request.user, tasks), request.body);
  };
  const schema = { hide: true };
  app.route({ method: ["POST", "DELETE"], url: "/mcp", config: { access: "execute" }, schema, handler });
  // What the server has to say by itself comes over an answer that stays open.
  app.route({ method: "GET", url: "/mcp", config: { access: "execute", staysOpen: true }, schema, handler });
  app.addHook("preClose", () => door[Symbol.asyncDispose]());
}

/**
 * What a credential reaches over MCP is no more than over the other routes: whose scopes do not reach as far as tasks has
 * plans run in this process, and reads no artifacts by their ids.
 */
function callerOf(user: User, tasks: ServedTasks): McpCaller {
  const reads = user.scopes.has("tasks:read");
  const hasTasks = reads && user.scopes.has("tasks:write");
  return { ...rightsOf(user), tasks: hasTasks ? tasksOf(tasks, user) : undefined, readsArtifacts: reads };
}

/** Who has shown a credential may come from anywhere; without, the check of this machine's own names is made twice. */
function allowedNames(auth: AuthConfig): { readonly allowedHosts?: "any"; readonly allowedOrigins?: "any" } {
  return hasCredentials(auth) ? { allowedHosts: "any", allowedOrigins: "any" } : {};
}
