import { LiveMap } from "#primitives/live-map.ts";

/** What can be cancelled by task id, or because everything ends. */
export interface Cancellable {
  cancelAll(): void;
  giveUp(reason: Error): void;
}

/** The runs in flight by task id: several calls may share one, though few do. */
export class RunningTasks {
  readonly #runs = new LiveMap<Cancellable | Set<Cancellable>>();

  add(taskId: string, run: Cancellable): void {
    const there = this.#runs.get(taskId);
    if (there === undefined) this.#runs.set(taskId, run);
    else if (there instanceof Set) there.add(run);
    else this.#runs.set(taskId, new Set([there, run]));
  }

  remove(taskId: string, run: Cancellable): void {
    const there = this.#runs.get(taskId);
    if (there instanceof Set) there.delete(run);
    if (there === run || (there instanceof Set && there.size === 0)) this.#runs.delete(taskId);
  }

  /** Cancels every running call of a task; returns whether there was one. */
  cancel(taskId: string): boolean {
    const runs = runsOf(this.#runs.get(taskId));
    for (const run of runs) run.cancelAll();
    return runs.length > 0;
  }

  /** Ends everything. */
  close(reason: Error): void {
    for (const run of this.#runs.values().flatMap(runsOf)) run.giveUp(reason);
  }
}

function runsOf(there: Cancellable | Set<Cancellable> | undefined): readonly Cancellable[] {
  if (there === undefined) return [];
  return there instanceof Set ? [...there] : [there];
}
