import type { Clock } from "#contracts/clock.ts";
import { OverloadedError } from "#contracts/errors.ts";
import type { TaskConfig } from "#contracts/task-config.ts";
import type { TaskStore } from "#contracts/task-store.ts";

export type AdmissionOptions = {
  readonly store: Pick<TaskStore, "countOpen">;
  readonly config: Pick<TaskConfig, "max_open_per_user">;
  readonly clock: Pick<Clock, "monotonicMs">;
};

/** Who submits, and a bound of their own. */
type Applicant = { readonly userId: string | undefined; readonly maxOpenTasks?: number | undefined };

/** What is known of a user's open tasks. */
type Standing = {
  /** Let in, and about to be kept: the store does not count them yet. */
  coming: number;
  /** What the store counted, and those that were let in since. */
  open: number;
  countedAtMs: number;
};

/** For so long a count is relied on that is far from the bound; other processes let tasks in meanwhile. */
const freshMs = 1_000;
const mostStandings = 1_000;

/** Lets open tasks in as long as their user has fewer than may be. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #standings = new Map<string | undefined, Standing>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * Lets one more open task of a user in. The returned function is to be called once the store counts it, or it is not
   * coming: without that, many submitted at once would all see room for one.
   *
   * @throws OverloadedError when the user has as many as may be
   */
  async admit({ userId, maxOpenTasks = Number.POSITIVE_INFINITY }: Applicant): Promise<() => void> {
    const { store, config, clock } = this.#options;
    const most = Math.min(maxOpenTasks, config.max_open_per_user);
    const standing = this.#standingOf(userId);
    const ahead = standing.coming++;
    const leave = onlyOnce(() => (standing.coming -= 1));
    try {
      const isFresh = clock.monotonicMs() - standing.countedAtMs < freshMs;
      if (!isFresh || standing.open * 2 >= most) {
        standing.open = (await store.countOpen(userId)) + ahead;
        standing.countedAtMs = clock.monotonicMs();
      }
      if (standing.open < most) {
        standing.open += 1;
        return leave;
      }
      throw new OverloadedError(
        `Too many tasks: ${standing.open} wait or run already, and ${most} may; submit again when some have ended`,
      );
    } catch (error) {
      leave();
      throw error;
    }
  }

  #standingOf(userId: string | undefined): Standing {
    let standing = this.#standings.get(userId);
    if (standing) return standing;
    if (this.#standings.size >= mostStandings) this.#forgetIdle();
    standing = { coming: 0, open: 0, countedAtMs: Number.NEGATIVE_INFINITY };
    this.#standings.set(userId, standing);
    return standing;
  }

  #forgetIdle(): void {
    for (const [userId, { coming }] of this.#standings) if (coming === 0) this.#standings.delete(userId);
  }
}

function onlyOnce(job: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) job();
    isDone = true;
  };
}
