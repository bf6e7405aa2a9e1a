import type { Clock, IdleTimer } from "@aiecs/core";

/** Calls all its members back at equal distances, by one timer that runs while there are members. */
export interface Heartbeat {
  /** The returned function takes the member out. */
  add(beat: () => void): () => void;
}

export type HeartbeatOptions = { readonly everyMs: number; readonly clock: Clock };

export function createHeartbeat({ everyMs, clock }: HeartbeatOptions): Heartbeat {
  const members = new Set<() => void>();
  let timer: IdleTimer | undefined;
  const start = (): void => {
    timer = clock.scheduleIdle(() => {
      timer = undefined;
      for (const beat of members) beat();
      if (members.size > 0 && !timer) start();
    }, everyMs);
  };
  return {
    add(beat) {
      members.add(beat);
      if (!timer) start();
      return () => {
        members.delete(beat);
        if (members.size > 0) return;
        timer?.cancel();
        timer = undefined;
      };
    },
  };
}
