import { NotFoundError, pageValue, type ResultPage, type ResultRead, ValidationError } from "@aiecs/core";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { describeValue } from "../describe-value.ts";
import { handleText, parseHandle } from "../handle.ts";
import { toJson } from "../json.ts";
import { stepOf } from "../kept-runs.ts";
import { exportValue } from "../present-result.ts";
import type { Session } from "../session.ts";
import { filesOf, refuseArtifacts } from "../session-files.ts";
import { noSuchTask, valueOfHandle } from "../value-of-handle.ts";
import { defineMetaTool, type MetaTool } from "./meta-tool.ts";

type Args = ResultRead & {
  readonly handle?: string;
  readonly task?: string;
  readonly step?: number | string;
  readonly artifact?: string;
};

/** A page is at most so many times as long as a result that is shown whole. */
const pageFactor = 4;

/** Reads on in what was too large to show. */
export const readResult: MetaTool = defineMetaTool<Args>({
  name: "read_result",
  title: "Read a result",
  description:
    "Reads on in a result: rows, elements or lines of what a handle stands for, of a task's step, or of an artifact. With a task alone: how it and its steps stand.",
  readOnly: true,
  inputSchema: {
    type: "object",
    properties: {
      handle: { type: "string", description: "For example $task[call-x].items" },
      task: { type: "string" },
      step: { type: ["integer", "string"], description: "Index or id of the step" },
      artifact: { type: "string", description: "Id of an artifact" },
      path: { type: "string", description: "Part of the result: .items[2].name" },
      offset: { type: "integer", minimum: 0, description: "First row, element or line" },
      limit: { type: "integer", minimum: 1, maximum: 10_000, default: 100 },
      select: { type: "array", items: { type: "string" }, description: "Columns or keys" },
      grep: { type: "string", description: "Only rows, elements or lines with this text" },
    },
    additionalProperties: false,
  },
  async run({ handle, task, step, artifact, ...read }, session) {
    if ([handle, task, artifact].filter((given) => given !== undefined).length !== 1) {
      throw new ValidationError("Expected one of handle, task (with step), and artifact");
    }
    if (artifact !== undefined) return show(session, await readArtifact(session, artifact, read));
    if (handle !== undefined) return show(session, await readHandle(session, handle, read));
    const id = String(task);
    return step === undefined
      ? await describeTask(session, id)
      : show(session, await readStep(session, id, step, read));
  },
});

async function readHandle(session: Session, text: string, { path = "", ...read }: ResultRead): Promise<ResultPage> {
  const { taskId, step, path: within } = parseHandle(text);
  const whole = { ...read, path: `${within}${path}` };
  if (step !== undefined) return await readStep(session, taskId, step, whole);
  const value = await valueOfHandle(session, handleText(taskId));
  return await pageOf(session, value, taskId, whole);
}

async function readStep(session: Session, task: string, step: number | string, read: ResultRead): Promise<ResultPage> {
  const kept = session.kept.find(task, session.userId);
  if (kept) return await pageOf(session, stepOf(kept, task, step).result, task, read);
  if (session.tasks) return await session.tasks.readResult(task, step, read);
  throw noSuchTask(task);
}

async function pageOf(session: Session, value: unknown, task: string, read: ResultRead): Promise<ResultPage> {
  const page = await pageValue(value, read, filesOf(session));
  return { ...page, data: await exportValue(session, page.data, task) };
}

/** How a run, or a task, stands: a line for each step. */
async function describeTask(session: Session, id: string): Promise<CallToolResult> {
  const kept = session.kept.find(id, session.userId);
  if (kept) {
    const steps = await Promise.all(
      kept.steps.map(async ({ operation, status, result, error }, step) => {
        return { step, operation, status, summary: error ?? describeValue(await exportValue(session, result, id)) };
      }),
    );
    return answer({ task_id: id, status: kept.status, steps });
  }
  if (!session.tasks) throw noSuchTask(id);
  const task = await session.tasks.getTask(id);
  const { steps } = await session.tasks.getTaskHistory(id, { limit: 1_000 });
  const { status, waiting, error } = task;
  return answer({
    task_id: id,
    status,
    waiting,
    error,
    steps: steps.map(({ index, status: ended, completed, result, error_message, message }) => ({
      step: index,
      status: ended,
      summary: completed ? describeValue(result) : (error_message ?? message),
    })),
  });
}

function answer(structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: "text", text: toJson(structuredContent) }], structuredContent };
}

async function readArtifact(session: Session, id: string, read: ResultRead): Promise<ResultPage> {
  refuseArtifacts(session);
  const files = filesOf(session);
  const found = await files.find(id);
  if (!found) throw new NotFoundError(`There is no artifact ${JSON.stringify(id)}`);
  return await pageValue(found, read, files);
}

/** A page, with fewer elements when they are too long for one answer. */
function show(session: Session, page: ResultPage): CallToolResult {
  const most = session.limits.maxResultCharacters * pageFactor;
  const text = toJson(page);
  if (text.length <= most) return answer({ ...page });
  if (Array.isArray(page.data) && page.data.length > 1) {
    const first = page.data.slice(0, Math.max(1, Math.floor((page.data.length * most) / text.length)));
    return answer({ kind: page.kind, data: first, total: page.total, shown: first.length, hint: narrower });
  }
  return answer({ kind: page.kind, beginning: text.slice(0, most), characters: text.length, hint: narrower });
}

const narrower = "Too long for one answer: ask with a smaller limit, with path or with select.";
