import type { ProjectFiles } from "./write-project.ts";

export type ProjectSize = { readonly tools: number; readonly operationsPerTool: number; readonly planSteps: number };

/** Two hundred operations over zod schemas, each called once, and a plan of forty steps that refer to each other. */
export const fullSize: ProjectSize = { tools: 20, operationsPerTool: 10, planSteps: 40 };

/** What every operation takes, in every library. */
export const inputSchema = `z.object({
  customer: z.string().min(1).describe("Who ordered."),
  since: z.iso.date(),
  limit: z.number().int().min(1).max(1000).default(25),
  order: z.enum(["newest", "oldest", "largest"]).optional(),
  filters: z
    .array(z.object({ column: z.string(), above: z.number().nullable().optional(), compare: z.enum(["all", "any"]) }))
    .default([]),
})`;

/** A project of a user of AIECS. */
export function typedProject(size: ProjectSize): ProjectFiles {
  return { ...callsProject(size), "plan.ts": planText(namesOf(size), size.operationsPerTool, size.planSteps) };
}

/** The same without its plan. */
export function callsProject(size: ProjectSize): ProjectFiles {
  return { ...definitionsProject(size), "calls.ts": callsText(namesOf(size), size.operationsPerTool) };
}

/** Its tools, which nobody calls. */
export function definitionsProject(size: ProjectSize): ProjectFiles {
  return Object.fromEntries(namesOf(size).map((name) => [`${name}.ts`, toolText(name, size.operationsPerTool)]));
}

/** Nothing of the user's own: what the compiler spends on the core, whose sources it checks along. */
export function coreProject(): ProjectFiles {
  return { "core.ts": 'export * as core from "@aiecs/core";\n' };
}

function namesOf({ tools }: ProjectSize): string[] {
  return Array.from({ length: tools }, (_, index) => `tool_${index}`);
}

function toolText(name: string, operations: number): string {
  const entries = Array.from(
    { length: operations },
    (_, index) => `    op_${index}: defineOperation({
      description: "Finds orders.",
      inputSchema: ${inputSchema},
      annotations: { readOnly: true },
      execute: async ({ customer, limit }) => ({ customer, total: limit, part_${index}: { ok: true, lines: [limit] } }),
    }),`,
  );
  return `import { defineOperation, defineTool } from "@aiecs/core";
import { z } from "zod";

export const ${name} = defineTool({
  name: "${name}",
  description: "Orders.",
  version: "1.0.0",
  operations: {
${entries.join("\n")}
  },
});
`;
}

function importsOf(names: readonly string[]): string {
  return names.map((name) => `import { ${name} } from "./${name}.ts";`).join("\n");
}

function callsText(names: readonly string[], operations: number): string {
  const call = (
    name: string,
    index: number,
  ) => `export async function call_${name}_${index}(): Promise<number | undefined> {
  const result = await executor.executeOperation("${name}.op_${index}", { customer: "C-1", since: "2026-01-31" });
  return result.part_${index}.lines[0];
}`;
  const calls = names.flatMap((name) => Array.from({ length: operations }, (_, index) => call(name, index)));
  return `import { createExecutor } from "@aiecs/core";
${importsOf(names)}

const executor = createExecutor({ tools: [${names.join(", ")}] });

${calls.join("\n\n")}
`;
}

/** Each step takes the customer and the total of the one before it. */
function planText(names: readonly string[], operations: number, steps: number): string {
  const lines = Array.from({ length: steps }, (_, step) => {
    const spec = `${names[step % names.length]}.op_${step % operations}`;
    const before = `step_${step - 1}`;
    const [customer, limit] = step === 0 ? ["plan.input.customer", "25"] : [`${before}.customer`, `${before}.total`];
    return `  const step_${step} = plan.step("${spec}", { customer: ${customer}, since: "2026-01-31", limit: ${limit} });`;
  });
  return `import { definePlan } from "@aiecs/core";
${importsOf(names)}

const tools = [${names.join(", ")}] as const;

export const plan = definePlan({ tools, input: { customer: "C-1" } }, (plan) => {
${lines.join("\n")}
  return { total: step_${steps - 1}.total };
});
`;
}
