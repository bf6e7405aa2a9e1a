import { OverloadedError } from "#contracts/errors.ts";
import type { TaskConfig } from "#contracts/task-config.ts";
import type { TaskStore } from "#contracts/task-store.ts";

/** Tasks by user that were let in, and are about to be kept: the store does not count them yet. */
export type ComingTasks = Map<string | undefined, number>;

type Counters = {
  readonly store: Pick<TaskStore, "countOpen">;
  readonly config: Pick<TaskConfig, "max_open_per_user">;
  readonly coming: ComingTasks;
};

/** Who submits, and a bound of their own. */
type Applicant = { readonly userId: string | undefined; readonly maxOpenTasks?: number | undefined };

/**
 * Lets one more open task of a user in. The returned function is to be called once the store counts it, or it is not
 * coming: without that, many submitted at once would all see room for one.
 *
 * @throws OverloadedError when the user has as many as may be
 */
export async function admitTask(
  { store, config, coming }: Counters,
  { userId, maxOpenTasks = Number.POSITIVE_INFINITY }: Applicant,
): Promise<() => void> {
  const most = Math.min(maxOpenTasks, config.max_open_per_user);
  const ahead = coming.get(userId) ?? 0;
  coming.set(userId, ahead + 1);
  let isThere = true;
  const leave = (): void => {
    if (!isThere) return;
    isThere = false;
    const left = (coming.get(userId) ?? 1) - 1;
    if (left === 0) coming.delete(userId);
    else coming.set(userId, left);
  };
  try {
    const open = (await store.countOpen(userId)) + ahead;
    if (open < most) return leave;
    throw new OverloadedError(
      `Too many tasks: ${open} wait or run already, and ${most} may; submit again when some have ended`,
    );
  } catch (error) {
    leave();
    throw error;
  }
}
