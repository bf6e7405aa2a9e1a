import type { User } from "./user.ts";

/** Counts what each user has under way; remembers only those who have something. */
export interface UserCounts {
  /** Gives the function that ends it; undefined when the user has that many already. */
  enter(user: User, max: number | undefined): (() => void) | undefined;
}

export function createUserCounts(): UserCounts {
  const counts = new Map<string | undefined, number>();
  return {
    enter({ id }, max = Number.POSITIVE_INFINITY) {
      const count = counts.get(id) ?? 0;
      if (count >= max) return undefined;
      counts.set(id, count + 1);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        const left = (counts.get(id) ?? 1) - 1;
        if (left === 0) counts.delete(id);
        else counts.set(id, left);
      };
    },
  };
}
