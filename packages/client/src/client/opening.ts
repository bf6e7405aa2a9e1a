import { clientClosed } from "./cancellation.ts";

/** Something that is opened when it is first used: what cannot be opened rejects that use, and the next one tries again. */
export class Opening<T extends AsyncDisposable> implements AsyncDisposable {
  readonly #open: () => Promise<T>;
  #opened: Promise<T> | undefined;
  #isClosed = false;

  constructor(open: () => Promise<T>) {
    this.#open = open;
  }

  /** @throws E004 once it is closed; why it cannot be opened */
  async get(): Promise<T> {
    if (this.#isClosed) throw clientClosed();
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  /** Closes it where it was opened. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Why it could not be opened, those were told who wanted it.
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.[Symbol.asyncDispose]();
  }
}
