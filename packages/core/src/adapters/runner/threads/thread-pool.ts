import { CancelledError, OperationFailedError } from "#contracts/errors.ts";
import type { Logger } from "#contracts/logger.ts";
import type { Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { callProblem, memoryProblem } from "./call-problem.ts";
import { MemoryWatch } from "./memory-watch.ts";
import type { FromThread, Request } from "./messages.ts";
import { startThreads, type Threads } from "./start-threads.ts";
import { ThreadCall } from "./thread-call.ts";
import { ThreadLink } from "./thread-link.ts";
import { fromThrown, toThrown } from "./thrown.ts";
import { WaitingLine } from "./waiting-line.ts";
import { within } from "./within.ts";

export type ThreadPoolOptions = {
  readonly maxWorkers: number;
  readonly maxMemoryMb: number;
  readonly configOf: (tool: Tool) => unknown;
  /** How long a cancelled operation has to end by itself before its thread is ended. */
  readonly graceMs: number;
  readonly logger: Logger | undefined;
};

/** Longer than this, closing waits neither for tools to dispose their instances nor for threads to end. */
const closeMs = 1_000;

/**
 * Hands calls to threads: so many at once, in order, each on a thread of its own. Threads start when they are needed
 * and stay; one that crashed or had to be ended is replaced by the next call that needs it. A call that waits for a
 * call of its own does not count, else two of them could wait for each other's thread for ever.
 */
export class ThreadPool {
  readonly #options: ThreadPoolOptions;
  readonly #waiting = new WaitingLine();
  readonly #running = new Map<number, ThreadCall>();
  /** The threads that may be given calls. */
  readonly #links = new Map<number, ThreadLink>();
  readonly #memory: MemoryWatch;
  /** Running calls that wait for calls of their own. */
  #blocked = 0;
  /** Threads that take no calls any more but have not ended yet. */
  #leaving = 0;
  #lastId = 0;
  #threads: Promise<Threads> | undefined;
  #loaded: Threads | undefined;
  #lastError: unknown;
  #closed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
    this.#memory = new MemoryWatch({
      maxMemoryMb: options.maxMemoryMb,
      running: () => this.#running.values(),
      onExceeded: (call, usedMb) => this.#endHog(call, usedMb),
    });
  }

  get size(): number {
    return this.#loaded?.count ?? 0;
  }

  /** @throws what the operation threw; E001 for parameters that cannot cross; E003 when the thread did not survive */
  run(tool: Tool, operation: string, params: unknown, context: ToolContext): Promise<unknown> {
    if (this.#closed) throw new OperationFailedError(`Cannot run ${tool.name}.${operation}: the thread pool is closed`);
    this.#lastId += 1;
    const call = new ThreadCall(this.#lastId, tool, operation, params, context);
    const { reason } = call.cancellation;
    if (reason !== undefined) throw reason;
    call.forgetCancellation = call.cancellation.onCancel((reason) => this.#cancel(call, reason));
    this.#waiting.add(call);
    this.#startWaiting();
    return call.result;
  }

  /** Ends the threads where tools made something, the busy ones after their call. Later calls start new ones. */
  renew(): void {
    const busy = new Set(Array.from(this.#running.values(), ({ link }) => link));
    for (const link of this.#links.values()) {
      if (!link.holdsInstances) continue;
      link.isRetired = true;
      if (!busy.has(link)) void this.#leave(link);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const reason = new CancelledError("Cancelled: the executor was closed");
    const unfinished = [...this.#waiting, ...this.#running.values()];
    for (const call of unfinished) this.#cancel(call, reason);
    await Promise.all(unfinished.map((call) => call.ended));
    this.#memory.stop();
    const holders = [...this.#links.values()].filter((link) => link.holdsInstances);
    await Promise.all(holders.map((link) => this.#leave(link)));
    if (this.#loaded) await within(closeMs, this.#loaded.destroy());
  }

  #startWaiting(): void {
    while (this.#running.size - this.#blocked < this.#options.maxWorkers) {
      const call = this.#waiting.next();
      if (!call) return;
      this.#running.set(call.id, call);
      call.ended = this.#drive(call);
    }
  }

  async #drive(call: ThreadCall): Promise<void> {
    try {
      const threads = this.#loaded ?? (await this.#load());
      this.#memory.start();
      const most = Math.max(this.#options.maxWorkers, this.#running.size) + this.#leaving;
      const outcome = await threads.run(call, most);
      if (outcome.posted) call.link?.drain();
      call.settle(outcome);
    } catch (error) {
      call.link?.drain();
      call.fail(callProblem(call, error));
    }
    this.#running.delete(call.id);
    if (call.openCalls > 0) this.#blocked -= 1;
    clearTimeout(call.graceTimer);
    call.forgetCancellation?.();
    this.#startWaiting();
    if (this.#links.size > this.#options.maxWorkers || call.link?.isRetired) this.#dismiss(call.link);
  }

  #cancel(call: ThreadCall, reason: unknown): void {
    call.fail(reason);
    if (this.#waiting.remove(call)) call.forgetCancellation?.();
    else if (!call.link) this.#kill(call);
    else {
      call.link.post({ kind: "abort", call: call.id, reason: toThrown(reason) });
      call.graceTimer ??= setTimeout(() => this.#kill(call), this.#options.graceMs);
    }
  }

  #endHog(call: ThreadCall, usedMb: number): void {
    if (!this.#running.has(call.id)) return;
    call.fail(memoryProblem(call.spec, usedMb, this.#options.maxMemoryMb));
    this.#kill(call);
  }

  /** Ends the call's thread, or takes it out of the line of those that wait for a thread to start. */
  #kill(call: ThreadCall): void {
    if (call.link) this.#links.delete(call.link.threadId);
    call.killSwitch.fire();
  }

  async #load(): Promise<Threads> {
    this.#threads ??= startThreads({
      maxMemoryMb: this.#options.maxMemoryMb,
      isOpen: (threadId) => this.#links.get(threadId)?.isRetired === false,
      onHello: (worker, port) => {
        const { threadId } = worker;
        const onClose = () => this.#links.delete(threadId);
        const link = new ThreadLink({
          threadId,
          worker,
          port,
          onClose,
          onMessage: (m, from) => this.#receive(m, from),
        });
        this.#links.set(threadId, link);
      },
      onTaken: (call, threadId) => {
        call.link = this.#links.get(threadId);
      },
      // By then the calls of the thread that ended have ended, too.
      onGone: () => setImmediate(() => this.#failStranded()),
      onError: (error) => {
        this.#lastError = error;
        this.#options.logger?.warn({ err: error }, "A thread of the pool failed while it had no call");
      },
    });
    this.#loaded = await this.#threads;
    return this.#loaded;
  }

  #receive(message: Exclude<FromThread, { readonly kind: "crash" }>, link: ThreadLink): void {
    if (message.kind === "undisposed") {
      const err = fromThrown(message.thrown);
      this.#options.logger?.warn({ err, tool: message.toolName }, "A tool could not be disposed on a thread");
      return;
    }
    const call = this.#running.get(message.call);
    if (message.kind === "request") void this.#answer(call, message.id, message.request, link);
    else if (call) deliver(call, message);
  }

  async #answer(call: ThreadCall | undefined, id: number, request: Request, link: ThreadLink): Promise<void> {
    const waits = request.kind === "call" && call !== undefined;
    if (waits && call.openCalls++ === 0) {
      this.#blocked += 1;
      // Not at once, so that the call it waits for comes first.
      setImmediate(() => this.#startWaiting());
    }
    try {
      if (!call) throw new OperationFailedError("The call that asks for this has ended");
      if (request.kind === "config") link.holdsInstances = true;
      const { value, transfer } = await call.answer(request, this.#options.configOf);
      link.post({ kind: "reply", id, value }, transfer);
    } catch (error) {
      link.post({ kind: "refusal", id, thrown: toThrown(error) });
    }
    if (waits && --call.openCalls === 0 && this.#running.has(call.id)) this.#blocked -= 1;
  }

  /** Threads beyond the limit were started for calls of calls; they, and retired ones, go when nothing is left for them. */
  #dismiss(link: ThreadLink | undefined): void {
    if (!link || !this.#links.has(link.threadId)) return;
    for (const call of this.#running.values()) if (call.link === link) return;
    void this.#leave(link);
  }

  async #leave(link: ThreadLink): Promise<void> {
    this.#links.delete(link.threadId);
    this.#leaving += 1;
    link.post({ kind: "leave" });
    await within(closeMs, link.closed);
    await within(closeMs, link.worker.terminate());
    this.#leaving -= 1;
  }

  /** A thread that cannot even start takes no call, and nobody would tell the calls that wait for it. */
  #failStranded(): void {
    let missing = this.#running.size - this.size;
    for (const call of this.#running.values()) {
      if (missing <= 0) return;
      if (call.link) continue;
      missing -= 1;
      call.fail(new OperationFailedError(`No thread could be started for ${call.spec}`, { cause: this.#lastError }));
      this.#kill(call);
    }
  }
}

/** A listener that throws fails the call it listens to, and nothing else. */
function deliver(call: ThreadCall, message: Extract<FromThread, { readonly kind: "progress" | "log" }>): void {
  try {
    if (message.kind === "progress") call.progress(message.fraction, message.message);
    else {
      const { level, fields, message: text } = message.line;
      call.log[level](fields, text);
    }
  } catch (error) {
    call.fail(error);
  }
}
