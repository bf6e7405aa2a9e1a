import { inputSchema, type ProjectSize } from "./typed-project.ts";
import type { ProjectFiles } from "./write-project.ts";

/** The schemas, functions and calls alone: what no library can save. */
export function schemasProject(size: ProjectSize): ProjectFiles {
  return project(
    size,
    [],
    (index) => `export const input_${index} = ${inputSchema};
export const run_${index} = async ({ customer, limit }: z.output<typeof input_${index}>) => ({ customer, total: limit });
export const call_${index} = (input: z.input<typeof input_${index}>) => run_${index}(input_${index}.parse(input));
export const result_${index} = call_${index}({ customer: "C-1", since: "2026-01-31" });`,
  );
}

export function langchainProject(size: ProjectSize): ProjectFiles {
  return project(
    size,
    ['import { tool } from "@langchain/core/tools";'],
    (index) => `export const tool_${index} = tool(async ({ customer, limit }) => ({ customer, total: limit }), {
  name: "op_${index}",
  description: "Finds orders.",
  schema: ${inputSchema},
});
export const call_${index} = () => tool_${index}.invoke({ customer: "C-1", since: "2026-01-31" });`,
  );
}

/** Its tools are called by the library, on a model's behalf: there are no calls of one's own to check. */
export function aiSdkProject(size: ProjectSize): ProjectFiles {
  return project(
    size,
    ['import { tool } from "ai";'],
    (index) => `export const tool_${index} = tool({
  description: "Finds orders.",
  inputSchema: ${inputSchema},
  execute: async ({ customer, limit }) => ({ customer, total: limit }),
});`,
  );
}

function project(
  { tools, operationsPerTool }: ProjectSize,
  imports: readonly string[],
  operation: (index: number) => string,
): ProjectFiles {
  const operations = Array.from({ length: operationsPerTool }, (_, index) => operation(index)).join("\n\n");
  const text = [...imports, 'import { z } from "zod";', "", operations, ""].join("\n");
  return Object.fromEntries(Array.from({ length: tools }, (_, index) => [`tool_${index}.ts`, text]));
}
