import type { Cancellation } from "#contracts/rate-limiter.ts";

type Listener = (reason: Error) => void;

/**
 * A cancellation that costs next to nothing until it is needed: an AbortSignal is made only when somebody asks for
 * one. Scopes nest: cancelling one cancels those below it. `dispose` cuts the tie to the parent.
 */
export class CancelScope implements Cancellation {
  #reason: Error | undefined;
  #listeners: Set<Listener> | undefined;
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
    this.#listeners ??= new Set();
    const listeners = this.#listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The first reason stays; later ones are ignored. */
  cancel(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.dispose();
    const listeners = this.#listeners;
    this.#listeners = undefined;
    this.#controller?.abort(reason);
    if (listeners) for (const listener of listeners) listener(reason);
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
