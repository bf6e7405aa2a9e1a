import {
  isAllowed,
  isToolAllowed,
  NotAllowedError,
  type OperationListing,
  OperationNotFoundError,
  type ToolListing,
  ToolNotFoundError,
  ValidationError,
} from "@aiecs/core";
import { didYouMean } from "@aiecs/core/toolkit";
import type { Session } from "./session.ts";

/** An operation with the tool it belongs to, and how plans name it. */
export type ListedOperation = {
  readonly spec: string;
  readonly tool: ToolListing;
  readonly operation: OperationListing;
};

/** The tools whose operations the session's user may call, with these operations only. */
export function listTools({ executor, allow }: Session): ToolListing[] {
  const tools = executor.registry.listTools();
  if (allow === undefined) return tools;
  return tools
    .filter(({ name }) => isToolAllowed(allow, name))
    .map((tool) => ({ ...tool, operations: tool.operations.filter(({ name }) => isAllowed(allow, tool.name, name)) }));
}

export function listOperations(session: Session): ListedOperation[] {
  return listTools(session).flatMap((tool) =>
    tool.operations.map((operation) => ({ spec: `${tool.name}.${operation.name}`, tool, operation })),
  );
}

/** @throws E001 or E003 saying which were meant */
export function findOperation(session: Session, spec: string): ListedOperation {
  const [toolName = "", name = "", ...more] = spec.split(".");
  if (name === "" || more.length > 0) {
    throw new ValidationError(`Invalid operation spec: ${spec}, expected 'tool_name.operation_name'`, {
      details: { didYouMean: meantSpecs(session, spec) },
    });
  }
  const tool = listTools(session).find((one) => one.name === toolName || one.aliases.includes(toolName));
  if (!tool) {
    if (session.allow !== undefined) throw new NotAllowedError(`Not allowed for this user: ${spec}`);
    const meant = meantSpecs(session, spec);
    throw new ToolNotFoundError(`Tool '${toolName}' is not registered`, {
      details: {
        tool: toolName,
        didYouMean: meant.length > 0 ? meant : didYouMean(toolName, session.executor.registry.names),
      },
    });
  }
  const operation = tool.operations.find((one) => one.name === name);
  if (operation) return { spec: `${tool.name}.${name}`, tool, operation };
  if (session.allow !== undefined) throw new NotAllowedError(`Not allowed for this user: ${spec}`);
  const why = session.executor.registry.getTool(tool.name).unavailable;
  throw new OperationNotFoundError(`Operation '${name}' not found in tool '${tool.name}'${why ? `: ${why}` : ""}`, {
    details: {
      didYouMean: didYouMean(
        name,
        tool.operations.map((one) => one.name),
      ),
    },
  });
}

function meantSpecs(session: Session, spec: string): string[] {
  return didYouMean(
    spec,
    listOperations(session).map((listed) => listed.spec),
  );
}
