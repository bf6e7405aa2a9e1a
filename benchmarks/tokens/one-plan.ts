import assert from "node:assert/strict";
import type { Plan } from "@aiecs/core";
import type { AgentSession } from "../../examples/agent-session/open-session.ts";
import type { Run } from "./conversation.ts";
import { ask, discover } from "./mcp-conversation.ts";

/** The plan in one call: what one step gives goes to the next without passing through the model. */
export async function runAsOnePlan(session: AgentSession, plan: Plan, query: string): Promise<Run> {
  const conversation = await discover(session, plan, query);
  const run = await ask(session, "run_plan", { plan });
  assert.match(run.answer, / completed, (\d+) of \1 steps/);
  conversation.turn([run]);
  return { tokens: conversation.tokens(), outcome: Object(run.data).output };
}
