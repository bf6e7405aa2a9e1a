import type { Clock, Logger } from "@aiecs/core";
import { DatabaseError } from "@aiecs/core/contracts";
import type { Address } from "./address.ts";
import { isPassing, LostConnectionError, toDatabaseError } from "./postgres-errors.ts";

export type PatienceOptions = {
  readonly address: Address;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asked between attempts: nobody waits for a database that was closed. */
  readonly isClosed: () => boolean;
};

/** How long what may pass is tried again. */
const patienceMs = 10_000;
const firstPauseMs = 25;
const longestPauseMs = 500;

/** Does something, again and again while the server is away. `isRepeated` when an attempt may have succeeded unheard. */
export type Patience = <T>(attempt: (isRepeated: boolean) => Promise<T>) => Promise<T>;

/** What it makes rejects with E006 when that does not pass, or takes too long. */
export function createPatience({ address, clock, logger, isClosed }: PatienceOptions): Patience {
  return async (attempt) => {
    let isRepeated = false;
    let sinceMs: number | undefined;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await attempt(isRepeated);
      } catch (error) {
        const nowMs = clock.monotonicMs();
        const reason = toDatabaseError(error, address);
        if (sinceMs === undefined) logger.debug({ err: reason }, "A statement failed");
        sinceMs ??= nowMs;
        if (!isPassing(error) || nowMs - sinceMs >= patienceMs) throw reason;
        isRepeated ||= error instanceof LostConnectionError;
      }
      await new Promise<void>((resolve) => clock.schedule(resolve, pauseMs * (0.5 + Math.random() / 2)));
      if (isClosed()) throw new DatabaseError(`The task database ${address.database} was closed`);
    }
  };
}
