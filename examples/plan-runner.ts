import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aiecs } from "@aiecs/client";
import {
  type ExecutorOptions,
  fromWireError,
  type OperationExecutor,
  type PlanResult,
  TaskStepResult,
  type Tool,
} from "@aiecs/core";
import { hasServices, startSite } from "./site.ts";

type Settings = Pick<ExecutorOptions<readonly Tool[]>, "tools" | "config" | "toolConfig">;

/** Runs plans somewhere: what they give is the same everywhere. */
export type PlanRunner = AsyncDisposable &
  Pick<OperationExecutor, "executePlan"> & {
    /** Whether other processes do, which know nothing of what tools keep in mind in this one. */
    readonly isElsewhere: boolean;
  };

/**
 * Runs plans by the executor, in this process; or, where AIECS_REDIS_URL and AIECS_DATABASE_URL are set, by workers with
 * the executor's tools and settings, to which a client submits them through a server.
 */
export async function openPlanRunner(
  executor: Pick<OperationExecutor, "executePlan">,
  settings: Settings,
): Promise<PlanRunner> {
  if (!hasServices()) {
    const executePlan: PlanRunner["executePlan"] = (plan, options) => executor.executePlan(plan, options);
    return { isElsewhere: false, executePlan, async [Symbol.asyncDispose]() {} };
  }
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "aiecs-plan-runner-"));
  opened.defer(() => rm(folder, { recursive: true }));
  const configFile = join(folder, "aiecs.config.json");
  await writeFile(configFile, JSON.stringify(toConfig(settings)));
  const site = opened.use(await startSite(["--config", configFile]));
  const client = opened.use(new Aiecs({ url: site.url }));
  const parts = opened.move();
  return {
    isElsewhere: true,
    // A task of its own each time; whose it is would say the credentials, of which this server asks for none.
    async executePlan(plan, { input, concurrency, stopOnFailure, strict, signal } = {}) {
      const { id } = await client.submitTask(plan, { input, concurrency, stopOnFailure, strict, signal });
      return toPlanResult(client, id);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** The same settings as a config file has them. */
function toConfig({ tools = [], config = {}, toolConfig = {} }: Settings): object {
  const packages = tools.map(({ name }) => `@aiecs/tool-${name.replace(/_(?:tool|api)$/, "")}`);
  return { ...config, tools: packages, tool_config: toolConfig };
}

/** Waits until a task has ended, and gives what it came to as `executePlan` does. */
async function toPlanResult(client: Aiecs, id: string): Promise<PlanResult> {
  const { status, output, error } = await client.waitForTask(id);
  const { steps } = await client.getTaskHistory(id);
  const results = await Promise.all(
    steps.map(async (step) => TaskStepResult.fromJSON({ ...step, result: await readWhole(client, step.result) })),
  );
  return { status, results, output: await readWhole(client, output), ...(error && { error: fromWireError(error) }) };
}

/** The value itself where a handle stands for it: large values are kept as files of their task. */
async function readWhole(client: Aiecs, value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null || !("$artifact" in value && "media_type" in value)) return value;
  const { content } = await client.readArtifact(String(value.$artifact));
  const text = await new Response(content).text();
  switch (value.media_type) {
    case "application/json":
      return JSON.parse(text);
    case "application/x-ndjson":
      return JSON.parse(`[${text.trimEnd().split("\n").join(",")}]`);
    default:
      return value.media_type === "text/plain" ? text : value;
  }
}
