import { isTable, type OperationExecutor, type Plan } from "@aiecs/core";
import { toOpenAiTools } from "@aiecs/mcp/formats";
import { createConversation, type Exchange, type Run } from "./conversation.ts";
import { fillReferences } from "./fill-references.ts";

/**
 * Call by call, as agents work whose tools have no handles: a result comes back whole, and what the next call needs of it
 * the model writes out. It sees the definitions of the operations that it needs, and of no other. Files stay files.
 */
export async function runByWholeResults(executor: OperationExecutor, plan: Plan): Promise<Run> {
  const used = new Set(plan.steps.map(({ operation }) => operation));
  const conversation = createConversation(toOpenAiTools(executor.registry, (spec) => used.has(spec)));
  const results = new Map<number, unknown>();
  const owner = { taskId: `whole-${plan.name}`, userId: undefined };
  for (const level of executor.analyzePlan(plan).levels) {
    const exchanges = level.map(async (index): Promise<Exchange> => {
      const { operation = "", params = {} } = plan.steps[index] ?? {};
      const filled = Object(fillReferences(params, { input: plan.input ?? {}, results }));
      const result = await executor.executeOperation(operation, filled, owner);
      const whole: unknown = await executor.exportResult(await withAllRows(result), owner);
      results.set(index, whole);
      return { call: { name: operation, arguments: filled }, answer: JSON.stringify(whole) };
    });
    conversation.turn(await Promise.all(exchanges));
  }
  return { tokens: conversation.tokens(), outcome: results.get(plan.steps.length - 1) };
}

/** Tables with all their rows, wherever they are in a value. */
async function withAllRows(value: unknown): Promise<unknown> {
  if (isTable(value)) {
    const { rows, columns, schema } = value;
    return { rows, columns, schema, data: await value.records(), truncated: false };
  }
  if (Array.isArray(value)) return await Promise.all(value.map(withAllRows));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [key, await withAllRows(item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
