import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/server";
import { describeValue, shrinkValue } from "./describe-value.ts";
import { handleText } from "./handle.ts";
import { toJson } from "./json.ts";
import type { PlanOutcome, StepOutcome } from "./plan-outcome.ts";
import { exportValue, findArtifacts, linkToResult, showArtifacts } from "./present-result.ts";
import type { Session } from "./session.ts";

const maxLines = 50;
const previewCharacters = 300;

/** A plan's run for a model: the output, and a line and a small preview of each step. What lies between stays here. */
export async function presentPlan(session: Session, outcome: PlanOutcome): Promise<CallToolResult> {
  const { taskId, status, waiting, error } = outcome;
  const output = await exportValue(session, outcome.output, taskId);
  const outputText = toJson(output);
  const fits = outputText.length <= session.limits.maxResultCharacters;
  const steps = await Promise.all(outcome.steps.slice(0, maxLines).map((step) => describeStep(session, taskId, step)));
  const more = outcome.steps.length - steps.length;
  const done = outcome.steps.filter((step) => step.status === "completed").length;
  const shown = fits ? output : shrinkValue(output, handleText(taskId));
  const lines = [
    `Task ${taskId}: ${status}, ${done} of ${outcome.steps.length} steps completed`,
    ...(waiting.length > 0 ? [`Waits for an approval: ${waiting.join(", ")}`] : []),
    ...(error ? [`${error.code} ${error.message}`] : []),
    ...steps.map(({ line }) => line),
    ...(done > 0 ? [`Handles: ${handleText(taskId)} for the output, $task[${taskId}/STEP] for a step's result`] : []),
    ...(more > 0 ? [`… ${more} more steps; read_result ${toJson({ task: taskId })} lists them`] : []),
    fits ? `Output: ${outputText}` : `Output, the beginning of ${outputText.length} characters: ${toJson(shown)}`,
  ];
  const content: ContentBlock[] = [{ type: "text", text: lines.join("\n") }];
  const large = steps.filter(({ isLarge }) => isLarge).slice(0, 10);
  content.push(...large.map(({ told }) => linkToResult(taskId, told.step, told.operation)));
  content.push(...(await showArtifacts(session, findArtifacts(output))));
  return {
    ...(status !== "completed" && waiting.length === 0 && { isError: true }),
    content,
    structuredContent: {
      task_id: taskId,
      status,
      ...(fits ? { output } : { output_preview: shown }),
      ...(done > 0 && { handle: handleText(taskId) }),
      ...(error && { error: { code: error.code, message: error.message } }),
      ...(waiting.length > 0 && { waiting }),
      steps: steps.map(({ told }) => told),
    },
  };
}

type ToldStep = {
  readonly step: number;
  readonly id?: string;
  readonly operation: string;
  readonly status: string;
  readonly summary: string;
  readonly preview?: unknown;
  /** Of a large result. */
  readonly handle?: string;
};

async function describeStep(
  session: Session,
  taskId: string,
  { index, id, operation, status, durationMs, cached, result, error }: StepOutcome,
): Promise<{ readonly told: ToldStep; readonly line: string; readonly isLarge: boolean }> {
  const data = await exportValue(session, result, taskId);
  const handle = handleText(taskId, index);
  const summary = error ?? describeValue(data);
  const preview = error === null && typeof data === "object" ? shrinkValue(data, handle, 2) : undefined;
  const short = toJson(preview).length <= previewCharacters;
  const isLarge = error === null && toJson(data).length > session.limits.maxResultCharacters;
  const name = id === null ? `${index}` : `${index} ${id}`;
  const time = cached ? " from the cache" : durationMs === null ? "" : ` in ${Math.round(durationMs)} ms`;
  return {
    told: {
      step: index,
      ...(id !== null && { id }),
      operation,
      status,
      summary,
      ...(preview !== undefined && short && { preview }),
      ...(isLarge && { handle }),
    },
    line: `${name} ${operation}: ${status}${time}: ${summary}`,
    isLarge,
  };
}
