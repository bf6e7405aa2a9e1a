/**
 * Which operations may be called: `tool` or `tool.*` for all of a tool's, `tool.operation` for one, `*` for any. Tools are
 * named by their own name, not by an alias. An empty list allows nothing.
 */
export type ToolRule = readonly string[];

/** Whether a rule lets an operation be called. */
export function isAllowed(rule: ToolRule, tool: string, operation: string): boolean {
  return (
    rule.includes(tool) ||
    rule.includes(`${tool}.${operation}`) ||
    rule.includes(`${tool}.*`) ||
    rule.includes(anyOperation)
  );
}

/** Whether at least one operation of a tool may be called. */
export function isToolAllowed(rule: ToolRule, tool: string): boolean {
  return rule.some((item) => item === tool || item === anyOperation || item.startsWith(`${tool}.`));
}

const anyOperation = "*";
