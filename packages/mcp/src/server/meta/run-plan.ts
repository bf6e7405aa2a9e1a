import { type Plan, type PlanAnalysis, parsePlan, ValidationError } from "@aiecs/core";
import { isRecord } from "../json.ts";
import { presentPlan } from "../present-plan.ts";
import { resolvePlanHandles } from "../resolve-handles.ts";
import { runPlanDurably } from "../run-plan-durably.ts";
import { runPlanHere } from "../run-plan-here.ts";
import type { Session } from "../session.ts";
import { defineMetaTool, type MetaTool } from "./meta-tool.ts";

type Args = { readonly plan: unknown; readonly input?: Record<string, unknown> };

/** Runs several operations in one call: what one gives goes to the next without passing through the model. */
export const runPlan: MetaTool = defineMetaTool<Args>({
  name: "run_plan",
  title: "Run a plan",
  description: `Runs several operations in one call: { "steps": [{ "id": "load", "operation": "pandas_tool.read_csv", "params": { "file_path": "a.csv" } }, { "operation": "stats_tool.describe", "params": { "data": "$steps.load" } }], "output": "$result[1]" }. A step's params may refer to earlier results ($result[0].path, $steps.id.path), to $input.key and to handles that other answers gave ($task[ID]); independent steps run side by side. Only the output and a line for each step come back. All mistakes of a plan are told at once and nothing runs.`,
  readOnly: false,
  inputSchema: {
    type: "object",
    properties: {
      plan: {
        type: ["object", "array", "string"],
        description:
          "{ steps, output?, input?, stop_on_failure? }; a step has operation, params and, if need be, id, when, each, after, optional, timeout_ms, retry",
      },
      input: { type: "object", description: "What $input refers to" },
    },
    required: ["plan"],
    additionalProperties: false,
  },
  async run({ plan: given, input: givenInput }, session, context) {
    const source = typeof given === "string" ? parseJson(given) : given;
    const { plan: resolved, input } = await resolvePlanHandles(session, { plan: source, input: givenInput });
    const plan = checkedPlan(session, resolved, input);
    const outcome = session.tasks
      ? await runPlanDurably(session.tasks, context, plan, input)
      : await runPlanHere(session, context, plan, input);
    return await presentPlan(session, outcome);
  },
});

/** @throws E001 with everything that is wrong with the plan */
function checkedPlan(session: Session, source: unknown, input: Args["input"]): Plan {
  const candidate = Array.isArray(source) ? { steps: source } : source;
  if (!isRecord(candidate) || !("steps" in candidate)) {
    throw new ValidationError("Invalid plan: expected { steps: [{ operation, params }] } or a list of steps");
  }
  // The analysis looks at whatever is there, and tells all of it; what it finds right is a plan.
  const analysis: PlanAnalysis = session.executor.analyzePlan(candidate as Plan, input ? { input } : {});
  if (analysis.valid) return parsePlan(candidate);
  const { errors } = analysis;
  const count = errors.length === 1 ? "a problem" : `${errors.length} problems`;
  throw new ValidationError(`The plan has ${count}; nothing ran`, { details: { errors } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ValidationError(
      `Invalid plan: expected JSON, ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
