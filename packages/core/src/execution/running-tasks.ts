/** What can be cancelled by task id. */
export interface Cancellable {
  cancelAll(): void;
}

/** The runs in flight by task id: several calls may share one. */
export class RunningTasks {
  readonly #runs = new Map<string, Set<Cancellable>>();

  add(taskId: string, run: Cancellable): void {
    let runs = this.#runs.get(taskId);
    if (!runs) this.#runs.set(taskId, (runs = new Set()));
    runs.add(run);
  }

  remove(taskId: string, run: Cancellable): void {
    const runs = this.#runs.get(taskId);
    if (runs?.delete(run) && runs.size === 0) this.#runs.delete(taskId);
  }

  /** Cancels every running call of a task; returns whether there was one. */
  cancel(taskId: string): boolean {
    const runs = this.#runs.get(taskId);
    if (!runs) return false;
    for (const run of runs) run.cancelAll();
    return true;
  }
}
