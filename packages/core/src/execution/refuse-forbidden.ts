import { NotAllowedError } from "#contracts/errors.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import { isAllowed, type ToolRule } from "#contracts/tool-rule.ts";
import { isOperationSpec, parseSpec } from "#toolkit/find-operation.ts";

/**
 * Refuses a list as a whole when one of its operations may not be called. An operation that does not exist is refused as
 * one that does, so that nobody learns which there are.
 *
 * @throws NotAllowedError naming all of them
 */
export function refuseForbidden(specs: Iterable<unknown>, allow: ToolRule | undefined, tools: IToolProvider): void {
  if (allow === undefined) return;
  const refused = new Set<string>();
  for (const spec of specs) {
    if (!isOperationSpec(spec)) continue;
    const { tool, operation } = parseSpec(spec);
    const name = tools.hasTool(tool) ? tools.getTool(tool).name : tool;
    if (!isAllowed(allow, name, operation)) refused.add(`${name}.${operation}`);
  }
  if (refused.size === 0) return;
  const names = [...refused];
  throw new NotAllowedError(`Not allowed for this user: ${names.join(", ")}`, { details: { refused: names } });
}
