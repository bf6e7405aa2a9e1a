import { analyzePlan, type Plan } from "@aiecs/core";
import type { AgentSession } from "../../examples/agent-session/open-session.ts";
import type { Conversation, Run } from "./conversation.ts";
import { fillReferences } from "./fill-references.ts";
import { ask, discover } from "./mcp-conversation.ts";
import { isObject, readRest } from "./read-rest.ts";

/**
 * Call by call over MCP: a large result comes back as a preview. A table goes to the next call by its handle; of what has
 * none, the model reads the rest where a later step needs it, and writes it out.
 */
export async function runByHandles(session: AgentSession, plan: Plan, query: string): Promise<Run> {
  const conversation = await discover(session, plan, query);
  let outcome: unknown;
  const results = new Map<number, unknown>();
  const { levels, graph } = analyzePlan(plan);
  const needed = new Set(graph.flatMap(({ depends_on }) => depends_on));
  for (const level of levels) {
    const runs = level.map(async (index) => {
      const { operation = "", params = {} } = plan.steps[index] ?? {};
      const filled = fillReferences(params, { input: plan.input ?? {}, results });
      return { index, ...(await ask(session, "run_operation", { operation, params: filled })) };
    });
    const ran = await Promise.all(runs);
    conversation.turn(ran);
    for (const { index, data } of ran) {
      if (index === plan.steps.length - 1) outcome = Object(data).result;
      if (needed.has(index)) results.set(index, await valueOf(session, conversation, data));
    }
  }
  return { tokens: conversation.tokens(), outcome };
}

async function valueOf(session: AgentSession, conversation: Conversation, data: unknown): Promise<unknown> {
  if (!isObject(data)) throw new Error("an answer without data");
  const { result, preview, read_result: place } = data;
  if (result !== undefined) return withHandles(result);
  const handle = handleOf(preview);
  return (
    handle ?? withHandles(await readRest(session, conversation, { place: Object(place), preview: Object(preview) }))
  );
}

/** What names a table of which only the first rows were shown. */
function handleOf(value: unknown): object | undefined {
  if (!isObject(value) || typeof value.artifact !== "string" || value.truncated !== true) return undefined;
  const { rows, columns, artifact } = value;
  return { rows, columns, schema: [], data: [], truncated: true, artifact };
}

/** Tables by their handles, wherever they are in a value. */
function withHandles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withHandles);
  if (!isObject(value)) return value;
  return handleOf(value) ?? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withHandles(item)]));
}
