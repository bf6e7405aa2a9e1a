import {
  type ArtifactStore,
  NotFoundError,
  pageValue,
  type ResultPage,
  type ResultRead,
  ValidationError,
} from "@aiecs/core";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { describeValue } from "../describe-value.ts";
import { toJson } from "../json.ts";
import type { KeptRun } from "../kept-runs.ts";
import { exportValue } from "../present-result.ts";
import type { Session } from "../session.ts";
import { defineMetaTool, type MetaTool } from "./meta-tool.ts";

type Args = ResultRead & {
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
    "Reads a part of a step's result (task and step), or of an artifact: rows, elements or lines. Without a step: how the task and its steps stand.",
  readOnly: true,
  inputSchema: {
    type: "object",
    properties: {
      task: { type: "string" },
      step: { type: ["integer", "string"], description: "Index or id of the step" },
      artifact: { type: "string", description: "Id of an artifact" },
      path: { type: "string", description: "Part of the result, for example .items[2].name" },
      offset: { type: "integer", minimum: 0, description: "First row, element or line" },
      limit: { type: "integer", minimum: 1, maximum: 10_000, default: 100 },
      select: { type: "array", items: { type: "string" }, description: "Columns or keys" },
      grep: { type: "string", description: "Only rows, elements or lines with this text" },
    },
    additionalProperties: false,
  },
  async run({ task, step, artifact, ...read }, session) {
    if (artifact !== undefined && task === undefined) return show(session, await readArtifact(session, artifact, read));
    if (task === undefined || artifact !== undefined) {
      throw new ValidationError("Expected either task and step, or artifact");
    }
    if (step === undefined) return await describeTask(session, task);
    const kept = session.kept.find(task, session.userId);
    if (kept) {
      const page = await pageValue(stepOf(kept, task, step).result, read, filesOf(session));
      return show(session, { ...page, data: await exportValue(session, page.data, task) });
    }
    if (session.tasks) return show(session, await session.tasks.readResult(task, step, read));
    throw noSuchTask(task);
  },
});

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

export function stepOf(run: KeptRun, task: string, step: number | string): KeptRun["steps"][number] {
  const index = typeof step === "number" ? step : /^-?\d+$/.test(step) ? Number(step) : undefined;
  const found = index === undefined ? run.steps.find(({ id }) => id === step) : run.steps.at(index);
  if (found) return found;
  const ids = run.steps.flatMap(({ id }) => (id === null ? [] : [id]));
  const known = ids.length > 0 ? `, or ${ids.join(", ")}` : "";
  throw new NotFoundError(`Run ${task} has no step ${step}: expected 0 to ${run.steps.length - 1}${known}`);
}

function noSuchTask(id: string): NotFoundError {
  return new NotFoundError(`There is no task ${JSON.stringify(id)}, or its results are no longer kept; run it again`);
}

async function readArtifact(session: Session, id: string, read: ResultRead): Promise<ResultPage> {
  const files = filesOf(session);
  const found = await files.find(id);
  if (!found) throw new NotFoundError(`There is no artifact ${JSON.stringify(id)}`);
  return await pageValue(found, read, files);
}

/** The artifacts of the session's user: whatever a value says, nobody's else are read. */
function filesOf({ executor, userId }: Session): Pick<ArtifactStore, "find" | "read"> {
  const { artifacts } = executor;
  return {
    find: async (id) => {
      const found = await artifacts.find(id);
      return found?.userId === userId ? found : undefined;
    },
    read: (id, range) => artifacts.read(id, range),
  };
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
