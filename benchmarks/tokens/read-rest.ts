import type { AgentSession } from "../../examples/agent-session/open-session.ts";
import type { Conversation } from "./conversation.ts";
import { ask } from "./mcp-conversation.ts";

type Answered = {
  /** The task and the step to read from. */
  readonly place: object;
  readonly preview: object;
};

/** Reads the whole of a result of which a preview was shown: in one page, or key by key where that is too long. */
export async function readRest(
  session: AgentSession,
  conversation: Conversation,
  answered: Answered,
): Promise<unknown> {
  const { place, preview } = answered;
  const whole = await ask(session, "read_result", place);
  conversation.turn([whole]);
  const { data } = Object(whole.data);
  if (data !== undefined) return data;
  const parts = await Promise.all(
    Object.keys(preview).map(async (key) => ({
      key,
      page: await ask(session, "read_result", { ...place, path: `.${key}` }),
    })),
  );
  conversation.turn(parts.map(({ page }) => page));
  const entries = parts.map(async ({ key, page }) => {
    const { data: first, total } = Object(page.data);
    if (!Array.isArray(first)) return [key, first] as const;
    const items: unknown[] = [...first];
    while (items.length < total) {
      const next = await ask(session, "read_result", { ...place, path: `.${key}`, offset: items.length });
      conversation.turn([next]);
      items.push(...Object(next.data).data);
    }
    return [key, items] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
