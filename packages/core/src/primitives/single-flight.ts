import type { Cancellation } from "#contracts/rate-limiter.ts";
import { CancelScope } from "./cancel-scope.ts";
import { LiveMap } from "./live-map.ts";
import { cloneResult } from "./plain-clone.ts";

/** What a run came to, and whether it was somebody else's run. */
export type Landed<T> = { readonly value: T; readonly shared: boolean };

export type Start<T> = (cancellation: CancelScope) => Promise<T>;

/** Lets equal calls that are under way at the same time share one run. */
export interface SingleFlight<T> {
  /** Runs under way. */
  readonly size: number;
  /**
   * Starts a run, or joins the one under way with this key. A caller that is cancelled leaves at once; the run goes on
   * for the others and is cancelled when the last one leaves. A run that was cancelled is not joined any more.
   *
   * The first caller gets the value itself, each other one its own copy. Where no copy can be made, the others start
   * runs of their own. An error goes to all of them.
   */
  run(key: string, cancellation: Cancellation | undefined, start: Start<T>): Promise<Landed<T>>;
}

export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new LiveMap<Flight<T>>();
  return {
    get size() {
      return flights.size;
    },
    run(key, cancellation, start) {
      if (cancellation?.reason) return Promise.reject(cancellation.reason);
      const joined = flights.get(key);
      if (joined) return joined.board({ cancellation, start, shared: true });
      const flight = new Flight<T>(() => {
        if (flights.get(key) === flight) flights.delete(key);
      });
      flights.set(key, flight);
      const landed = flight.board({ cancellation, start, shared: false });
      void flight.fly(start);
      return landed;
    },
  };
}

type Ticket<T> = {
  readonly cancellation: Cancellation | undefined;
  readonly start: Start<T>;
  readonly shared: boolean;
};

type Passenger<T> = {
  readonly ticket: Ticket<T>;
  readonly resolve: (landed: Landed<T> | Promise<Landed<T>>) => void;
  readonly reject: (error: unknown) => void;
  forgetCancellation: (() => void) | undefined;
};

class Flight<T> {
  readonly #scope = new CancelScope();
  readonly #passengers = new Set<Passenger<T>>();
  readonly #onOver: () => void;

  /** `onOver` is called when nobody may join any more. */
  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  board(ticket: Ticket<T>): Promise<Landed<T>> {
    return new Promise((resolve, reject) => {
      const passenger: Passenger<T> = { ticket, resolve, reject, forgetCancellation: undefined };
      this.#passengers.add(passenger);
      passenger.forgetCancellation = ticket.cancellation?.onCancel((reason) => this.#leave(passenger, reason));
    });
  }

  async fly(start: Start<T>): Promise<void> {
    let value: T;
    try {
      value = await start(this.#scope);
    } catch (error) {
      for (const passenger of this.#arrive()) passenger.reject(error);
      return;
    }
    const [first, ...others] = this.#arrive();
    for (const other of others) deliverCopy(other, value);
    first?.resolve({ value, shared: first.ticket.shared });
  }

  #leave(passenger: Passenger<T>, reason: Error): void {
    this.#passengers.delete(passenger);
    passenger.reject(reason);
    if (this.#passengers.size > 0) return;
    this.#onOver();
    this.#scope.cancel(reason);
  }

  #arrive(): Passenger<T>[] {
    const passengers = [...this.#passengers];
    for (const { forgetCancellation } of passengers) forgetCancellation?.();
    this.#onOver();
    return passengers;
  }
}

function deliverCopy<T>({ ticket, resolve }: Passenger<T>, value: T): void {
  let copy: T;
  try {
    copy = cloneResult(value);
  } catch {
    // Sharing the value would let one caller spoil it for another, whatever the reason that there is no copy.
    resolve(runAlone(ticket));
    return;
  }
  resolve({ value: copy, shared: ticket.shared });
}

async function runAlone<T>({ cancellation, start }: Ticket<T>): Promise<Landed<T>> {
  const scope = new CancelScope(cancellation);
  try {
    return { value: await start(scope), shared: false };
  } finally {
    scope.dispose();
  }
}
