import { LostLeaseError } from "#contracts/errors.ts";
import type { Lease } from "#contracts/task-store.ts";
import { LiveMap } from "#primitives/live-map.ts";
import type { ActiveRun } from "./active-run.ts";
import type { TaskParts } from "./task-parts.ts";

const longestBeatMs = 1_000;

/**
 * The tasks that this process holds. While there are any, it says once a second that it is alive, and hears of
 * cancellations, decisions and losses.
 */
export class LeaseKeeper {
  readonly #parts: Pick<TaskParts, "store" | "clock" | "logger" | "config">;
  readonly #runs = new LiveMap<ActiveRun>();
  #cancelBeat: (() => void) | undefined;

  constructor(parts: Pick<TaskParts, "store" | "clock" | "logger" | "config">) {
    this.#parts = parts;
  }

  get runs(): readonly ActiveRun[] {
    return this.#runs.values();
  }

  get size(): number {
    return this.#runs.size;
  }

  get leaseMs(): number {
    return this.#parts.config.lease_s * 1000;
  }

  find(key: string): ActiveRun | undefined {
    return this.#runs.get(key);
  }

  add(run: ActiveRun): void {
    this.#runs.set(run.key, run);
    this.#beatSoon();
  }

  remove(run: ActiveRun): void {
    if (this.#runs.get(run.key) === run) this.#runs.delete(run.key);
    if (this.#runs.size > 0) return;
    this.#cancelBeat?.();
    this.#cancelBeat = undefined;
  }

  /** Has a run look up what was decided about its waiting steps. */
  async tellDecisions(run: ActiveRun): Promise<void> {
    const record = await this.#parts.store.find(run.key);
    if (record) run.learn(record.approvals);
  }

  #beatSoon(): void {
    const beatMs = Math.min(longestBeatMs, this.leaseMs / 3);
    this.#cancelBeat ??= this.#parts.clock.schedule(() => {
      void this.#beat().finally(() => {
        this.#cancelBeat = undefined;
        if (this.#runs.size > 0) this.#beatSoon();
      });
    }, beatMs);
  }

  async #beat(): Promise<void> {
    const { store, clock, logger } = this.#parts;
    const runs = this.runs;
    const now = clock.monotonicMs();
    try {
      const { lost, cancelled, decided } = await store.renew(
        runs.map(({ lease }) => lease),
        this.leaseMs,
      );
      for (const run of runs) run.heldAtMs = now;
      for (const lease of lost) this.#lose(this.#runOf(lease));
      for (const lease of cancelled) this.#runOf(lease)?.cancel();
      for (const run of new Set(decided.map(({ lease }) => this.#runOf(lease)))) {
        if (run) await this.tellDecisions(run);
      }
    } catch (error) {
      logger.warn({ err: error }, "Leases of tasks could not be renewed");
      for (const run of runs) if (clock.monotonicMs() - run.heldAtMs >= this.leaseMs) this.#lose(run);
    }
  }

  /** News may be of a run that is over by now, while another of the same task has begun. */
  #runOf({ key, fence }: Lease): ActiveRun | undefined {
    const run = this.#runs.get(key);
    return run?.lease.fence === fence ? run : undefined;
  }

  #lose(run: ActiveRun | undefined): void {
    if (!run || run.isEnding) return;
    this.#parts.logger.warn({ task: run.key }, "A task is lost to another runner");
    run.lose(new LostLeaseError(`The lease of task ${run.key} has run out`));
  }
}
