import type { Cancellation } from "#contracts/rate-limiter.ts";

type Listener = (reason: Error) => void;

/**
 * A cancellation that costs next to nothing until it is needed: an AbortSignal is made only when somebody asks for
 * one. Scopes nest: cancelling one cancels those below it. `dispose` cuts the tie to the parent.
 */
export class CancelScope implements Cancellation {
  #reason: Error | undefined;
  /** Most scopes have one listener, which needs no set. */
  #first: Listener | undefined;
  #others: Set<Listener> | undefined;
  #controller: AbortController | undefined;
  readonly #release: (() => void) | undefined;

  constructor(parent?: Cancellation) {
    if (parent === undefined) return;
    if (parent.reason) this.#reason = parent.reason;
    else this.#release = parent.onCancel((reason) => this.cancel(reason));
  }

  /** A scope that a caller's signal cancels; the signal's reason is turned into an error by `toReason`. */
  static fromSignal(signal: AbortSignal, toReason: (reason: unknown) => Error): CancelScope {
    const source = new SignalSource(signal, toReason);
    return new CancelScope(source);
  }

  get reason(): Error | undefined {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#reason) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  onCancel(listener: Listener): () => void {
    if (this.#reason) {
      listener(this.#reason);
      return () => {};
    }
    if (this.#first === undefined) {
      this.#first = listener;
      return () => {
        if (this.#first === listener) this.#first = undefined;
      };
    }
    this.#others ??= new Set();
    const others = this.#others.add(listener);
    return () => others.delete(listener);
  }

  /** The first reason stays; later ones are ignored. */
  cancel(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.dispose();
    const first = this.#first;
    const others = this.#others;
    this.#first = undefined;
    this.#others = undefined;
    this.#controller?.abort(reason);
    first?.(reason);
    if (others) for (const listener of others) listener(reason);
  }

  dispose(): void {
    this.#release?.();
  }
}

class SignalSource implements Cancellation {
  readonly #signal: AbortSignal;
  readonly #toReason: (reason: unknown) => Error;

  constructor(signal: AbortSignal, toReason: (reason: unknown) => Error) {
    this.#signal = signal;
    this.#toReason = toReason;
  }

  get reason(): Error | undefined {
    return this.#signal.aborted ? this.#toReason(this.#signal.reason) : undefined;
  }

  onCancel(listener: Listener): () => void {
    const onAbort = () => listener(this.#toReason(this.#signal.reason));
    this.#signal.addEventListener("abort", onAbort, { once: true });
    return () => this.#signal.removeEventListener("abort", onAbort);
  }
}
