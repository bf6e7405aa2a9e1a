import { analyzePlan, type Plan } from "@aiecs/core";
import type { AgentSession } from "../../examples/agent-session/open-session.ts";
import type { Run } from "./conversation.ts";
import { fillReferences } from "./fill-references.ts";
import { ask, discover } from "./mcp-conversation.ts";

/**
 * Call by call over MCP: what is not short comes back with a handle, which the model writes where a later call needs the
 * value or a part of it; short values it writes out.
 */
export async function runByHandles(session: AgentSession, plan: Plan, query: string): Promise<Run> {
  const conversation = await discover(session, plan, query);
  const results = new Map<number, unknown>();
  const handles = new Map<number, string>();
  const last = plan.steps.length - 1;
  for (const level of analyzePlan(plan).levels) {
    const runs = level.map(async (index) => {
      const { operation = "", params = {} } = plan.steps[index] ?? {};
      const filled = fillReferences(params, { input: plan.input ?? {}, results, handles });
      return { index, ...(await ask(session, "run_operation", { operation, params: filled })) };
    });
    const ran = await Promise.all(runs);
    conversation.turn(ran);
    for (const { index, data } of ran) {
      const { result, handle } = Object(data);
      results.set(index, result);
      if (typeof handle === "string") handles.set(index, handle);
    }
  }
  return { tokens: conversation.tokens(), outcome: results.get(last) };
}
