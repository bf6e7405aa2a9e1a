import type { Plan } from "@aiecs/core";
import type { AgentSession } from "../../examples/agent-session/open-session.ts";
import { type Conversation, createConversation, type Exchange } from "./conversation.ts";

/** A conversation in which the model has looked for operations, and read the descriptions of those that it needs. */
export async function discover(session: AgentSession, plan: Plan, query: string): Promise<Conversation> {
  const conversation = createConversation(await session.listTools());
  conversation.learn([await ask(session, "search_tools", { query })]);
  const operations = [...new Set(plan.steps.map(({ operation }) => operation))];
  conversation.learn([await ask(session, "describe_operation", { operations })]);
  return conversation;
}

/** One call of an MCP tool. @throws Error when it fails */
export async function ask(session: AgentSession, name: string, args: object): Promise<Exchange & { data: unknown }> {
  const { isError, text, data } = await session.call(name, args);
  if (isError) throw new Error(`${name}: ${text}`);
  return { call: { name, arguments: args }, answer: text, data };
}
