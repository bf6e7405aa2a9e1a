import { OperationNotFoundError, type ToolListing, ToolNotFoundError } from "@aiecs/core";
import { didYouMean } from "@aiecs/core/toolkit";
import { Type } from "typebox";
import type { App } from "#app.ts";
import { createToolGuard } from "#auth/tool-guard.ts";
import type { User } from "#auth/user.ts";
import { answers } from "#schemas/answers.ts";
import { named } from "#schemas/shape.ts";
import type { OwnedOperation } from "#schemas/tool-schemas.ts";
import type { ServerParts } from "#server-parts.ts";

const exact = { additionalProperties: false };
const listing = Type.Object(
  { tools: Type.Array(named<ToolListing>("Tool")), count: Type.Integer({ minimum: 0 }) },
  exact,
);
const toolName = Type.String({ description: "Its name, or an alias." });
const access = { access: "execute" } as const;
const tags = ["tools"];

/** `GET /api/tools`, `/api/tools/{tool}` and `/api/tools/{tool}/{operation}` */
export function addToolRoutes(app: App, { executor: { registry } }: ServerParts): void {
  const all = (user: User): ToolListing[] => allowedTools(registry.listTools(), user);

  const list = {
    summary: "The tools there are, with their operations and schemas",
    tags,
    response: answers({ 200: listing }),
  };
  app.get("/api/tools", { config: access, schema: list }, (request) => {
    const tools = all(request.user);
    return { tools, count: tools.length };
  });

  const one = {
    summary: "One tool",
    tags,
    params: Type.Object({ tool: toolName }),
    response: answers({ 200: named<ToolListing>("Tool") }),
  };
  app.get("/api/tools/:tool", { config: access, schema: one }, (request) =>
    findTool(all(request.user), request.params.tool),
  );

  const operation = {
    summary: "One operation",
    tags,
    params: Type.Object({ tool: toolName, operation: Type.String() }),
    response: answers({ 200: named<OwnedOperation>("OwnedOperation") }),
  };
  app.get("/api/tools/:tool/:operation", { config: access, schema: operation }, (request) =>
    findOperation(findTool(all(request.user), request.params.tool), request.params.operation),
  );
}

/** What the user may not call is not shown. */
function allowedTools(tools: readonly ToolListing[], user: User): ToolListing[] {
  const guard = createToolGuard(user);
  return tools
    .filter(({ name }) => guard.allowsTool(name))
    .map((tool) => ({ ...tool, operations: tool.operations.filter(({ name }) => guard.allows(tool.name, name)) }));
}

function findTool(tools: readonly ToolListing[], name: string): ToolListing {
  const found = tools.find((tool) => tool.name === name || tool.aliases.includes(name));
  if (found) return found;
  const known = tools.flatMap((tool) => [tool.name, ...tool.aliases]);
  throw new ToolNotFoundError(`Tool '${name}' is not registered`, {
    details: { tool: name, didYouMean: didYouMean(name, known) },
  });
}

function findOperation(tool: ToolListing, name: string): OwnedOperation {
  const found = tool.operations.find((operation) => operation.name === name);
  if (found) return { tool: tool.name, ...found };
  throw new OperationNotFoundError(`Operation '${name}' not found in tool '${tool.name}'`, {
    details: {
      didYouMean: didYouMean(
        name,
        tool.operations.map((operation) => operation.name),
      ),
    },
  });
}
