import { ValidationError } from "#contracts/errors.ts";
import type { Operation } from "#contracts/operation.ts";
import { limitProblems } from "./limit-problems.ts";
import { isName, nameRule } from "./names.ts";

/** Looks at what somebody calls a tool. @throws E001 naming every problem of the definition at once */
export function checkTool(tool: unknown): void {
  const problems = [...problemsOfTool(tool)];
  if (problems.length === 0) return;
  const name = isObject(tool) ? JSON.stringify(tool.name) : typeof tool;
  throw new ValidationError(`Invalid tool ${name}: ${problems.join("; ")}`, { details: { problems } });
}

function* problemsOfTool(tool: unknown): Generator<string> {
  if (!isObject(tool)) {
    yield "expected what defineTool returns";
    return;
  }
  if (!isName(tool.name)) yield `name: expected ${nameRule}`;
  if (tool.aliases !== undefined && !(Array.isArray(tool.aliases) && tool.aliases.every(isName))) {
    yield `aliases: expected a list of names (each ${nameRule})`;
  }
  if (typeof tool.version !== "string" || tool.version === "") yield "version: expected a text such as 1.0.0";
  yield* limitProblems(tool);
  if (!isObject(tool.operations)) {
    yield "operations: expected an object of operations by name";
    return;
  }
  for (const [name, operation] of Object.entries(tool.operations)) {
    for (const problem of problemsOfOperation(name, operation, tool.module !== undefined)) {
      yield `operations.${name}${problem}`;
    }
  }
}

function* problemsOfOperation(name: string, operation: unknown, hasModule: boolean): Generator<string> {
  if (!isName(name)) yield `: expected a name (${nameRule})`;
  if (!isObject(operation)) {
    yield ": expected what defineOperation returns";
    return;
  }
  const { inputSchema, outputSchema, execute, runsOn } = operation;
  if (!isSchema(inputSchema)) yield ".inputSchema: expected a Standard Schema or a JSON Schema";
  if (outputSchema !== undefined && !isSchema(outputSchema)) {
    yield ".outputSchema: expected a Standard Schema or a JSON Schema";
  }
  if (typeof execute !== "function") yield ".execute: expected a function";
  if (runsOn === "thread" && !hasModule) {
    yield '.runsOn: "thread" needs `module: import.meta.url` on the tool, whose default export the threads load';
  }
  for (const problem of limitProblems(operation)) yield `.${problem}`;
}

/** Some schema libraries make their schemas functions. */
function isSchema(value: unknown): boolean {
  return isObject(value) || typeof value === "function";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> & Partial<Operation> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
