import { NotFoundError, type Schedule, type StepPage, type Task, type Tasks } from "@aiecs/core/contracts";
import type { AiecsClient, RequestOptions } from "#client/aiecs-client.ts";
import { createTaskId } from "#client/create-task-id.ts";
import { followEvents } from "./follow-events.ts";
import type { Http } from "./http.ts";
import { waitForTask } from "./wait-for-task.ts";
import { toWireSubmitOptions } from "./wire-options.ts";

type RemoteTasks = Pick<AiecsClient, keyof Tasks>;

/** Everything about submitted work. */
export function createTasks(http: Http): RemoteTasks {
  const getTask: RemoteTasks["getTask"] = async (id, { signal } = {}) =>
    http.json({ path: pathOf(id), query: { limit: 0 }, signal });

  const events: RemoteTasks["events"] = async function* (id, options = {}) {
    yield* followEvents(http, `${pathOf(id)}/events`, options);
  };

  return {
    getTask,
    events,

    async submitTask(source, options = {}) {
      const { taskId = createTaskId(), signal } = options;
      const body = { plan: source, task_id: taskId, ...toWireSubmitOptions(options) };
      // An id that is submitted again gives the task that is there.
      return http.json({ method: "POST", path: "api/tasks", body, signal, repeatable: true });
    },

    async listTasks({ signal, ...filter } = {}) {
      return http.json({ path: "api/tasks", query: filter, signal });
    },

    async getTaskHistory(id, { signal, ...page } = {}) {
      const shown = await http.json<{ readonly history: StepPage }>({ path: pathOf(id), query: page, signal });
      return shown.history;
    },

    waitForTask: (id, options) => waitForTask({ getTask, events }, id, options),

    async readResult(id, step, { signal, ...read } = {}) {
      return http.json({ path: `${stepPathOf(id, step)}/result`, query: read, signal });
    },

    ...createChanges(http),
    ...createSchedules(http),
  };
}

type Changes = Pick<RemoteTasks, "cancelTask" | "resumeTask" | "deleteTask" | "approveStep" | "rejectStep">;

function createChanges(http: Http): Changes {
  const post = (path: string, { signal }: RequestOptions = {}, body?: object): Promise<Task> =>
    http.json({ method: "POST", path, body, signal });

  return {
    async cancelTask(id, { signal } = {}) {
      return http.json({ method: "DELETE", path: pathOf(id), signal, repeatable: true });
    },

    async deleteTask(id, { signal } = {}) {
      await http.send({ method: "DELETE", path: pathOf(id), query: { remove: true }, signal });
    },

    resumeTask: async (id, options) => post(`${pathOf(id)}/resume`, options),
    approveStep: async (id, step, options) => post(`${stepPathOf(id, step)}/approve`, options),
    rejectStep: async (id, step, reason, options) => post(`${stepPathOf(id, step)}/reject`, options, { reason }),
  };
}

function createSchedules(http: Http): Pick<RemoteTasks, "saveSchedule" | "listSchedules" | "deleteSchedule"> {
  return {
    saveSchedule(request, { signal } = {}) {
      // To save the same again changes nothing.
      return http.json({ method: "POST", path: "api/schedules", body: request, signal, repeatable: true });
    },

    async listSchedules({ signal } = {}) {
      const path = "api/schedules";
      const { schedules } = await http.json<{ readonly schedules: readonly Schedule[] }>({ path, signal });
      return schedules;
    },

    async deleteSchedule(id, { signal } = {}) {
      await http.send({ method: "DELETE", path: `api/schedules/${encodeURIComponent(id)}`, signal });
    },
  };
}

/** @throws NotFoundError when no task can have that id */
function pathOf(id: string): string {
  if (idPattern.test(id)) return `api/tasks/${id}`;
  throw new NotFoundError(`There is no task ${JSON.stringify(id)}`);
}

function stepPathOf(id: string, step: number | string): string {
  return `${pathOf(id)}/steps/${encodeURIComponent(step)}`;
}

/** Nothing in an id means something in an address: neither dots alone nor slashes. */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
