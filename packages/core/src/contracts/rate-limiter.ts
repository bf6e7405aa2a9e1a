/**
 * Limits starts per second: in every window of W seconds at most burst + perSecond × W permits are given.
 * Waiting is first in, first out within a user, goes round the users, and ends at once when the signal aborts.
 */
export interface RateLimiter {
  /** Takes a permit now if one is free and nobody waits; false also where only asking elsewhere could tell. */
  tryAcquire(): boolean;
  /**
   * Waits for a permit.
   *
   * @throws the signal's reason when it aborts; OverloadedError when too many wait and `bounded`; DatabaseError (E006)
   * when what counts the permits cannot be reached
   */
  acquire(options: PermitOptions): Promise<void>;
}

/**
 * Limits how many run at once. Waiting is first in, first out within a user and goes round the users, so that one
 * user's 10,000 calls do not starve another's one.
 */
export interface ConcurrencyLimiter {
  /** Slots nobody holds; as last heard where processes share them. */
  readonly free: number;
  /** Those who wait here. */
  readonly waiting: number;
  /** Takes a slot now if one is free; false also where only asking elsewhere could tell. Costs a comparison. */
  tryAcquire(): boolean;
  /**
   * Waits for a slot; once this resolves, the slot has to be given back even by a call that was cancelled meanwhile.
   * @throws the cancellation's reason; OverloadedError when too many wait and `bounded`; DatabaseError (E006) when
   * what counts the slots cannot be reached
   */
  acquire(options: PermitOptions): Promise<void>;
  /** Gives a slot back, straight to the next who waits. */
  release(): void;
}

export type PermitOptions = {
  /** Whose turn it counts as. */
  readonly userId?: string | undefined;
  /** Registers what is to happen on abort and returns the way to take that back. */
  readonly cancellation?: Cancellation | undefined;
  /** Whether the waiting line's bound applies; list modes feed themselves and are not counted. @default true */
  readonly bounded?: boolean;
};

/** A cancellation that costs nothing until somebody asks for it: the small part of AbortSignal that waiting needs. */
export interface Cancellation {
  /** Why, once it has been cancelled; undefined before. */
  readonly reason: Error | undefined;
  onCancel(listener: (reason: Error) => void): () => void;
}
