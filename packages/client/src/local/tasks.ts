import type { Tasks } from "@aiecs/core/contracts";
import type { AiecsClient } from "#client/aiecs-client.ts";
import { throwIfAborted, unlessAborted } from "#client/cancellation.ts";

type LocalTasks = Pick<AiecsClient, keyof Tasks>;

/** Everything about submitted work, through the service that `open` gives. `stop` ends what waits when the client is closed. */
export function createTasks(open: () => Promise<Tasks>, stop: AbortSignal): LocalTasks {
  const untilStopped = (signal: AbortSignal | undefined): AbortSignal =>
    signal ? AbortSignal.any([signal, stop]) : stop;
  const ask = <T>(signal: AbortSignal | undefined, work: (tasks: Tasks) => Promise<T>): Promise<T> =>
    unlessAborted(open().then(work), untilStopped(signal));

  return {
    submitTask: (source, { signal, ...options } = {}) => ask(signal, (tasks) => tasks.submitTask(source, options)),
    getTask: (id, { signal } = {}) => ask(signal, (tasks) => tasks.getTask(id)),
    listTasks: ({ signal, ...filter } = {}) => ask(signal, (tasks) => tasks.listTasks(filter)),
    getTaskHistory: (id, { signal, ...page } = {}) => ask(signal, (tasks) => tasks.getTaskHistory(id, page)),
    waitForTask: (id, { signal, timeoutMs } = {}) =>
      ask(signal, (tasks) => tasks.waitForTask(id, { timeoutMs, signal: untilStopped(signal) })),
    cancelTask: (id, { signal } = {}) => ask(signal, (tasks) => tasks.cancelTask(id)),
    resumeTask: (id, { signal } = {}) => ask(signal, (tasks) => tasks.resumeTask(id)),
    deleteTask: (id, { signal } = {}) => ask(signal, (tasks) => tasks.deleteTask(id)),
    approveStep: (id, step, { signal } = {}) => ask(signal, (tasks) => tasks.approveStep(id, step)),
    rejectStep: (id, step, reason, { signal } = {}) => ask(signal, (tasks) => tasks.rejectStep(id, step, reason)),
    async *events(id, options = {}) {
      const tasks = await open();
      const signal = untilStopped(options.signal);
      yield* tasks.events(id, { ...options, signal });
      // The service ends them quietly; but they have not come to their end.
      throwIfAborted(signal);
    },
    readResult: (id, step, { signal, ...read } = {}) => ask(signal, (tasks) => tasks.readResult(id, step, read)),
    saveSchedule: (request, { signal } = {}) => ask(signal, (tasks) => tasks.saveSchedule(request)),
    listSchedules: ({ signal } = {}) => ask(signal, (tasks) => tasks.listSchedules()),
    deleteSchedule: (id, { signal } = {}) => ask(signal, (tasks) => tasks.deleteSchedule(id)),
  };
}
