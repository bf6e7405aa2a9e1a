import type { Clock } from "@aiecs/core";
import { DatabaseError } from "@aiecs/core/contracts";
import { isPassing, toDatabaseError } from "./s3-error.ts";

export type PatienceOptions = {
  /** The bucket, for messages. */
  readonly where: string;
  readonly clock: Clock;
  /** Asked between attempts: nobody waits for a store that was closed. */
  readonly isClosed: () => boolean;
};

/** How long what may pass is tried again. */
const patienceMs = 10_000;
const firstPauseMs = 50;
const longestPauseMs = 1_000;

/** Attempts at one thing. */
export interface Attempts {
  /** Waits for the next attempt. @throws E006 when the error does not pass, or has not passed for too long */
  failed(error: unknown): Promise<void>;
  /** Says that an attempt came further than the ones before. */
  progressed(): void;
}

export interface Patience {
  attempts(): Attempts;
  /** Does something, again and again while the store is away. @throws E006 */
  run<T>(attempt: () => Promise<T>): Promise<T>;
}

export function createPatience({ where, clock, isClosed }: PatienceOptions): Patience {
  const attempts = (): Attempts => {
    let sinceMs: number | undefined;
    let pauseMs = firstPauseMs;
    return {
      async failed(error) {
        const nowMs = clock.monotonicMs();
        sinceMs ??= nowMs;
        if (!isPassing(error) || nowMs - sinceMs >= patienceMs) throw toDatabaseError(error, where);
        const thisPauseMs = pauseMs * (0.5 + Math.random() / 2);
        await new Promise<void>((resolve) => clock.schedule(resolve, thisPauseMs));
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
        if (isClosed()) throw new DatabaseError(`The ${where} was closed`);
      },
      progressed() {
        sinceMs = undefined;
        pauseMs = firstPauseMs;
      },
    };
  };
  return {
    attempts,
    async run(attempt) {
      for (const made = attempts(); ; ) {
        try {
          return await attempt();
        } catch (error) {
          await made.failed(error);
        }
      }
    },
  };
}
