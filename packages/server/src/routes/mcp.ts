import type { ToolRule } from "@aiecs/core";
import type { App } from "#app.ts";
import type { AuthConfig } from "#auth/auth-config.ts";
import { hasCredentials } from "#auth/auth-config.ts";
import { rightsOf } from "#auth/user.ts";
import type { ServerParts } from "#server-parts.ts";

/** `/mcp`: MCP over streamable HTTP. */
export async function addMcpRoute(app: App, { executor, tasks, config, expose, logger }: ServerParts): Promise<void> {
  // The protocol's library is large: it is loaded by a server alone.
  const { createMcpHttpHandler } = await import("@aiecs/mcp");
  const from = allowedNames(config.auth);
  const door = createMcpHttpHandler({
    executor,
    tasksOf: (userId, allow?: ToolRule) => tasks.forUser(userId, { allow }),
    expose,
    maxBodyBytes: config.body_limit_bytes,
    logger,
    ...from,
  });
  app.route({
    method: ["GET", "POST", "DELETE"],
    url: "/mcp",
    config: { access: "execute" },
    schema: { hide: true },
    handler: async (request, reply) => {
      reply.hijack();
      await door.handle(request.raw, reply.raw, rightsOf(request.user), request.body);
    },
  });
  app.addHook("preClose", () => door[Symbol.asyncDispose]());
}

/** Who has shown a credential may come from anywhere; without, the check of this machine's own names is made twice. */
function allowedNames(auth: AuthConfig): { readonly allowedHosts?: "any"; readonly allowedOrigins?: "any" } {
  return hasCredentials(auth) ? { allowedHosts: "any", allowedOrigins: "any" } : {};
}
