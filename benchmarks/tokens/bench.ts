/** How many tokens pass through a model's context until a plan has run? */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, type Tool } from "@aiecs/core";
import { toOpenAiTools } from "@aiecs/mcp/formats";
import { openSession } from "../../examples/agent-session/open-session.ts";
import { runByHandles } from "./by-handles.ts";
import { type Case, cases, readPlan } from "./cases.ts";
import { type Run, tokensOf } from "./conversation.ts";
import { runAsOnePlan } from "./one-plan.ts";
import { runByWholeResults } from "./whole-results.ts";

const brief = process.argv.includes("--brief");
const columns = ["turns", "operations", "calls", "answers", "once", "billed"] as const;
const line = (name: string, cells: readonly string[]): void =>
  console.log(`${name.padEnd(29)}${cells.map((cell) => cell.padStart(11)).join("")}`);

for (const chosen of cases.slice(0, brief ? 1 : undefined)) {
  const folder = await mkdtemp(join(tmpdir(), "bench-tokens-"));
  try {
    const { runs, allDefinitions } = await measure(chosen, folder);
    const figure = (value: number): string => value.toLocaleString("en-US");
    console.log(`${chosen.id}: ${chosen.title}; definitions of all operations of its tools: ${figure(allDefinitions)}`);
    line("", columns);
    for (const [name, { tokens, outcome }] of Object.entries(runs)) {
      await chosen.check(outcome);
      const cells = columns.map((column) => figure(tokens[column]));
      line(name, cells);
    }
    console.log();
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Measured = { readonly runs: Readonly<Record<string, Run>>; readonly allDefinitions: number };

/** Runs the plan in each way, in earnest and to its end. */
async function measure(chosen: Case, folder: string): Promise<Measured> {
  await using surroundings = await chosen.start(folder);
  const { toolConfig, hosts } = surroundings;
  const packages = chosen.tools.map((name) => `@aiecs/tool-${name}`);
  const config = {
    artifacts_folder: join(folder, "runs"),
    network: { allow: [...hosts] },
    roots: [process.cwd(), folder],
  };
  const plan = await readPlan(chosen);

  const tools = await Promise.all(packages.map(async (name): Promise<Tool> => (await import(name)).default));
  await using executor = createExecutor({ tools, config, toolConfig });
  const configFile = join(folder, "aiecs.config.json");
  await writeFile(configFile, JSON.stringify({ ...config, tools: packages, tool_config: toolConfig }));
  await using session = await openSession("--config", configFile, "--database", join(folder, "tasks.db"));
  return {
    runs: {
      "call by call, whole results": await runByWholeResults(executor, plan),
      "call by call, handles": await runByHandles(session, plan, chosen.query),
      "one run_plan": await runAsOnePlan(session, plan, chosen.query),
    },
    allDefinitions: tokensOf(toOpenAiTools(executor.registry)),
  };
}
