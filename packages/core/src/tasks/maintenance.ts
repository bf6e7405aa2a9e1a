import { isDeadHere } from "#primitives/runner-id.ts";
import { queueItem } from "./queue-item.ts";
import { submitDue } from "./schedules.ts";
import type { TaskParts } from "./task-parts.ts";
import type { TaskRunner } from "./task-runner.ts";
import { goOn } from "./user-tasks.ts";

const roundMs = 1_000;
const scanEachRounds = 5;
const sweepEachRounds = 60;
const pageTasks = 1_000;
const sweepTasks = 100;
const hourMs = 3_600_000;

/**
 * Once a second: submits scheduled tasks, ends waits for approvals, puts tasks in line that nobody runs though somebody
 * should, and removes what is no longer kept. Any number of processes may do so at once.
 */
export class Maintenance {
  readonly #parts: TaskParts;
  readonly #runner: TaskRunner;
  #round = 0;
  /** Where the scan for stranded tasks goes on. */
  #cursor: string | undefined;
  #failing = false;
  #stopped = false;
  #cancelTimer: (() => void) | undefined;
  #underWay: Promise<void> = Promise.resolve();

  constructor(parts: TaskParts, runner: TaskRunner) {
    this.#parts = parts;
    this.#runner = runner;
  }

  start(): void {
    this.#underWay = this.#runRound();
  }

  /** Resolves when the round under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    await this.#underWay;
  }

  async #runRound(): Promise<void> {
    const round = this.#round++;
    try {
      await submitDue(this.#parts);
      await this.endWaits();
      if (round % scanEachRounds === 0) await this.#scan();
      if (round % sweepEachRounds === 0) await this.#sweep();
      this.#failing = false;
    } catch (error) {
      // Told once, not once a second.
      if (!this.#failing) this.#parts.logger.warn({ err: error }, "Tasks could not be looked after; will try again");
      this.#failing = true;
    }
    if (this.#stopped) return;
    this.#cancelTimer = this.#parts.clock.schedule(() => {
      this.#underWay = this.#runRound();
    }, roundMs);
  }

  /** What nobody has decided upon in time is rejected. */
  async endWaits(): Promise<void> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    for (const { key, index } of await store.expiredApprovals(now)) {
      const decision = { approved: false, reason: "nobody approved it in time", at: now };
      if (await store.decide(key, index, decision)) await goOn(this.#parts, this.#runner, key);
    }
  }

  /** Tasks whose runner is gone, or whose place in the queue was lost, some at a time. */
  async #scan(): Promise<void> {
    const { store, queue, clock } = this.#parts;
    const page = await store.open({
      now: clock.now(),
      limit: pageTasks,
      ...(this.#cursor !== undefined && { cursor: this.#cursor }),
    });
    const stranded = page.filter(({ heldBy, expired }) => heldBy === undefined || expired || this.#isLeftOff(heldBy));
    if (stranded.length > 0) await queue.add(stranded.map(queueItem));
    this.#cursor = page.length < pageTasks ? undefined : page.at(-1)?.key;
  }

  #isLeftOff(heldBy: string): boolean {
    return heldBy !== this.#parts.runner && isDeadHere(heldBy);
  }

  async #sweep(): Promise<void> {
    const { store, executor, clock, config } = this.#parts;
    if (config.retention_h === null) return;
    const endedBefore = clock.now() - config.retention_h * hourMs;
    for (let removed = [""]; removed.length > 0; ) {
      removed = [...(await store.sweep(endedBefore, sweepTasks))];
      for (const key of removed) await executor.artifacts.remove(key);
    }
  }
}
