import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type ProjectSize = { readonly tools: number; readonly operationsPerTool: number; readonly planSteps: number };

/** Two hundred operations over zod schemas, each called once, and a plan of forty typed steps. */
export const projectSize: ProjectSize = { tools: 20, operationsPerTool: 10, planSteps: 40 };

export type Project = Disposable & { readonly folder: string };

const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

const tsconfig = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2025", "esnext.disposable", "esnext.iterator"],
    module: "nodenext",
    moduleResolution: "nodenext",
    customConditions: ["source"],
    allowImportingTsExtensions: true,
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
};

/** Writes the project of a user into a folder of its own, which goes when the project is disposed. */
export function writeProject({ tools, operationsPerTool, planSteps }: ProjectSize): Project {
  const folder = mkdtempSync(join(tmpdir(), "aiecs-types-"));
  const source = join(folder, "src");
  mkdirSync(source);
  symlinkSync(nodeModules, join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "typed", private: true, type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  const names = Array.from({ length: tools }, (_, tool) => `tool_${tool}`);
  for (const name of names) writeFileSync(join(source, `${name}.ts`), toolText(name, operationsPerTool));
  writeFileSync(join(source, "calls.ts"), callsText(names, operationsPerTool));
  writeFileSync(join(source, "plan.ts"), planText(names, operationsPerTool, planSteps));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The project without anything of ours: what zod and Node's types cost by themselves. */
export function writeBareProject({ tools, operationsPerTool }: ProjectSize): Project {
  const project = writeProject({ tools: 0, operationsPerTool: 0, planSteps: 0 });
  const source = join(project.folder, "src");
  rmSync(join(source, "calls.ts"));
  rmSync(join(source, "plan.ts"));
  const names = Array.from({ length: tools }, (_, tool) => `tool_${tool}`);
  for (const name of names) writeFileSync(join(source, `${name}.ts`), schemasText(operationsPerTool));
  return project;
}

function schemasText(operations: number): string {
  const schemas = Array.from(
    { length: operations },
    (_, index) => `export const input_${index} = ${inputSchema};
export const run_${index} = async ({ customer, limit }: z.output<typeof input_${index}>) => ({ customer, total: limit, ok: true });
`,
  );
  return `import { z } from "zod";\n\n${schemas.join("\n")}`;
}

const inputSchema = `z.object({
  customer: z.string().min(1).describe("Who ordered."),
  since: z.iso.date(),
  limit: z.number().int().min(1).max(1000).default(25),
  order: z.enum(["newest", "oldest", "largest"]).optional(),
  filters: z.array(z.object({ column: z.string(), above: z.number().nullable() })).default([]),
})`;

function toolText(name: string, operations: number): string {
  const entries = Array.from(
    { length: operations },
    (_, index) => `    op_${index}: defineOperation({
      description: "Looks orders up.",
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
  const calls = names.flatMap((name) =>
    Array.from(
      { length: operations },
      (_, index) => `export async function call_${name}_${index}(): Promise<number | undefined> {
  const result = await executor.executeOperation("${name}.op_${index}", { customer: "C-1", since: "2026-01-31" });
  return result.part_${index}.lines[0];
}`,
    ),
  );
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
    const [customer, limit] = step === 0 ? ["plan.input.customer", "25"] : [`step_${step - 1}.customer`, `step_${step - 1}.total`];
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
