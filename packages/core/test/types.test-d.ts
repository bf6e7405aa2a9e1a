/** What the compiler promises users of the library: `tsc --noEmit` is the test. */
import {
  type Artifact,
  createExecutor,
  defineOperation,
  defineTool,
  type ExecutionInterface,
  ExecutionUtils,
  type ICacheProvider,
  type IOperationExecutor,
  type IToolExecutor,
  type IToolProvider,
  OperationExecutor,
  ServiceExecutor,
  type TaskEvent,
  type Tool,
  ToolExecutor,
  ToolRegistry,
  toolFromClass,
  withCache,
  withLogging,
  withMetrics,
  withRetry,
  withTimeout,
} from "@aiecs/core";
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
      execute: ({ a, b }, context) => {
        same<typeof a, number>();
        same<typeof b, number>();
        same<typeof context.stepIndex, number>();
        return a + b;
      },
    }),
    later: defineOperation({
      description: "Takes a while.",
      inputSchema: z.object({ text: z.string().transform(Number) }),
      execute: async ({ text }) => ({ twice: text * 2 }),
    }),
    anything: defineOperation({
      description: "JSON Schema tells the compiler nothing.",
      inputSchema: { type: "object", properties: { x: { type: "number" } } },
      execute: (params) => {
        same<typeof params, Record<string, unknown>>();
        return params.x;
      },
    }),
  },
});

const textTool = defineTool({
  name: "text_tool",
  description: "Text",
  version: "1.0.0",
  operations: {
    echo: defineOperation({
      description: "Gives back.",
      inputSchema: z.object({ value: z.string() }),
      execute: ({ value }) => value,
    }),
  },
});

declare const anyTools: readonly Tool[];

export async function singleOperations(): Promise<void> {
  const executor = createExecutor({ tools: [mathTool, textTool] });

  const sum = await executor.executeOperation("math_tool.add", { a: 1 });
  same<typeof sum, number>();
  const twice = await executor.executeOperation("math_tool.later", { text: "7" });
  same<typeof twice, { twice: number }>();
  const echo = await executor.executeOperation("text_tool.echo", { value: "x", user_id: "ann", task_id: "t1" });
  same<typeof echo, string>();
  const anything = await executor.executeOperation("math_tool.anything", { x: 1, y: 2 });
  same<typeof anything, unknown>();

  // @ts-expect-error a is a number
  await executor.executeOperation("math_tool.add", { a: "one" });
  // @ts-expect-error a is missing
  await executor.executeOperation("math_tool.add", { b: 1 });
  // @ts-expect-error c is no parameter
  await executor.executeOperation("math_tool.add", { a: 1, c: 2 });
  // @ts-expect-error text goes in as text, whatever the schema makes of it
  await executor.executeOperation("math_tool.later", { text: 7 });
  // @ts-expect-error the number of a deadline says its unit
  await executor.executeOperation("math_tool.add", { a: 1 }, { deadline: 5 });
  // @ts-expect-error a list has no place for parameters of one operation
  await executor.executeOperation("math_tool.add", [1]);

  const unknown = await executor.executeOperation("else_where.unknown", { any: "thing" });
  same<typeof unknown, unknown>();
  const spec: string = "math_tool.add";
  const dynamic = await executor.executeOperation(spec, { any: "thing" });
  same<typeof dynamic, unknown>();
}

export async function toolsTheCompilerDoesNotKnow(): Promise<void> {
  const result = await createExecutor({ tools: anyTools }).executeOperation("math_tool.add", { a: "anything" });
  same<typeof result, unknown>();
  const none = await createExecutor().executeOperation("math_tool.add", null);
  same<typeof none, unknown>();
  const parts = new OperationExecutor(new ToolExecutor({ tools: [mathTool] }), new ExecutionUtils(), { batch_size: 3 });
  const plain = await parts.executeOperation("math_tool.add", { a: "anything" });
  same<typeof plain, unknown>();
  // @ts-expect-error batch_sise is no setting
  createExecutor({ config: { batch_sise: 3 } });
}

export function interfaces(): void {
  const executor = createExecutor({ tools: [mathTool] });
  const operations: IOperationExecutor = executor;
  const unified: ExecutionInterface = executor;
  const service: ExecutionInterface = new ServiceExecutor(executor);
  const cache: ICacheProvider = new ExecutionUtils();
  const tools: IToolProvider = new ToolRegistry([mathTool]);
  const inner = new ToolExecutor();
  const wrapped: IToolExecutor & { readonly registry: ToolRegistry } = withLogging(
    withMetrics(withCache(withRetry(withTimeout(inner, { timeoutMs: 5 }), { maxAttempts: 2 }), { cache })),
    { logger: console as never },
  );
  const parts = new OperationExecutor(wrapped, cache);
  // @ts-expect-error without a registry there are no tools to be found
  const toolless = new OperationExecutor({ execute: () => 1, executeAsync: async () => 1 }, cache);
  void [operations, unified, service, tools, parts, toolless];
}

export async function events(): Promise<void> {
  const executor = createExecutor();
  const off = executor.on("step.retrying", ({ attempt, waitMs, error }) => {
    same<typeof attempt, number>();
    same<typeof waitMs, number>();
    same<typeof error.code, "E001" | "E002" | "E003" | "E004" | "E005" | "E006" | "E007">();
  });
  same<typeof off, () => void>();
  executor.on("*", (event) => {
    same<typeof event, TaskEvent>();
    if (event.type === "task.failed") same<typeof event.durationMs, number>();
    // @ts-expect-error not every event has a fraction
    void event.fraction;
  });
  // @ts-expect-error there is no such event
  executor.on("step.exploded", () => undefined);
  for await (const event of executor.stream([{ operation: "math_tool.add" }])) same<typeof event, TaskEvent>();
}

export function definitions(): void {
  defineTool({
    name: "living",
    description: "Has a life",
    version: "1.0.0",
    configSchema: z.object({ url: z.string(), tries: z.number().default(2) }),
    create: (config) => {
      same<typeof config, { url: string; tries: number }>();
      return { get: (path: string) => config.url + path };
    },
    dispose: (instance) => {
      same<typeof instance.get, (path: string) => string>();
    },
    operations: {},
  });
  // @ts-expect-error an operation needs an input schema
  defineOperation({ description: "x", execute: () => 1 });
  // @ts-expect-error what runs and how is decided by these words only
  defineOperation({ description: "x", inputSchema: {}, annotations: { readonly: true }, execute: () => 1 });
  class Counter {
    increase({ by }: { by: number }): number {
      return by;
    }
  }
  const method = { description: "x", inputSchema: z.object({ by: z.number() }) };
  const counter = toolFromClass(Counter, {
    name: "counter",
    description: "",
    version: "1",
    operations: { increase: method },
  });
  same<typeof counter.name, "counter">();
  same<keyof typeof counter.operations, "increase">();
}

export async function results(): Promise<void> {
  const executor = createExecutor({ tools: [mathTool] });
  const [first] = await executor.executeOperationsSequence([{ operation: "math_tool.add", params: { a: 1 } }]);
  same<typeof first, import("@aiecs/core").TaskStepResult | undefined>();
  // @ts-expect-error results are read-only
  if (first) first.completed = true;
  const artifact = first?.result as Artifact;
  // @ts-expect-error handles are read-only
  artifact.path = "elsewhere";
}
