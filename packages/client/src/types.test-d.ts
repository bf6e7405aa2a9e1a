/** What the compiler promises users of the client: `tsc --noEmit` is the test. */
import { Aiecs } from "@aiecs/client";
import { createRemoteClient } from "@aiecs/client/remote";
import { defineOperation, defineTool, type OperationTypesOf } from "@aiecs/core";
import type { IOperationExecutor, TaskEvent, Tasks } from "@aiecs/core/contracts";
import { z } from "zod";

/** A function type that only the very same type fits. */
interface Exactly<in out T> {
  readonly check: (value: T) => T;
}

type Same<A, B> = [Exactly<A>] extends [Exactly<B>] ? ([Exactly<B>] extends [Exactly<A>] ? true : false) : false;

/** Compiles only where both types are the same. */
function same<A, B>(..._proof: Same<A, B> extends true ? [] : ["these types differ"]): void {}

const mathTool = defineTool({
  name: "math_tool",
  description: "Arithmetic",
  version: "1.0.0",
  operations: {
    add: defineOperation({
      description: "Adds.",
      inputSchema: z.object({ a: z.number(), b: z.number().default(1) }),
      outputSchema: z.number(),
      execute: ({ a, b }) => a + b,
    }),
  },
});

type KnownClient = Aiecs<OperationTypesOf<readonly [typeof mathTool]>>;

export async function checkCalls(client: KnownClient): Promise<void> {
  const sum = await client.executeOperation("math_tool.add", { a: 1 });
  same<typeof sum, number>();
  const again = await client.executeTool("math_tool", "add", { a: 1, b: 2 });
  same<typeof again, number>();
  const unknown = await client.executeOperation("other_tool.run", { any: true });
  same<typeof unknown, unknown>();
  const other = await client.executeTool("other_tool", "run");
  same<typeof other, unknown>();
  // @ts-expect-error a text is no number
  await client.executeOperation("math_tool.add", { a: "1" });
  // @ts-expect-error it takes no c
  await client.executeTool("math_tool", "add", { a: 1, c: 2 });
  for await (const event of client.events("id")) same<typeof event, TaskEvent>();
}

export function checkModes(): void {
  const simple = new Aiecs({ mode: "simple", tools: [mathTool] });
  same<typeof simple, KnownClient>();
  const full = new Aiecs({ mode: "full", tools: [mathTool], tasks: { database: "tasks.db" }, userId: "u" });
  same<typeof full, KnownClient>();
  const remote = new Aiecs<OperationTypesOf<readonly [typeof mathTool]>>({ url: "https://example.org", apiKey: "k" });
  same<typeof remote, KnownClient>();
  const alone = createRemoteClient<OperationTypesOf<readonly [typeof mathTool]>>({ url: "https://example.org" });
  same<typeof alone, KnownClient>();
  const untyped: Aiecs = new Aiecs({ url: new URL("https://example.org"), token: async () => "t" });
  const executor: IOperationExecutor = untyped;
  const tasks: Tasks = simple;
  void [executor, tasks];
  // @ts-expect-error either here or there
  const both = new Aiecs({ mode: "simple", url: "https://example.org" });
  // @ts-expect-error no such mode
  const odd = new Aiecs({ mode: "fast" });
  // @ts-expect-error a place is needed
  const none = new Aiecs({});
  void [both, odd, none];
}
