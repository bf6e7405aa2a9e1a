import { AsyncLocalStorage } from "node:async_hooks";
import { ValidationError } from "#contracts/errors.ts";
import type { Logger } from "#contracts/logger.ts";
import type { Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { type Answer, answerRequest } from "./answer-request.ts";
import { type CallCancellation, cancellationOf } from "./cancellation-of.ts";
import { KillSwitch } from "./kill-switch.ts";
import { logLevels, type Request, type RunMessage, type RunOutcome } from "./messages.ts";
import { LentTables, packForThread } from "./pack-for-thread.ts";
import type { ThreadLink } from "./thread-link.ts";
import { fromThrown } from "./thrown.ts";
import { unpack } from "./unpack.ts";

/** Tells, in whatever a running call has started, that a thread waits for it. */
const withinThreadCall = new AsyncLocalStorage<true>();

/** One call on its way to a thread and back, as the main thread sees it. */
export class ThreadCall {
  readonly id: number;
  readonly spec: string;
  readonly message: RunMessage;
  readonly cancellation: CallCancellation;
  readonly killSwitch: KillSwitch = new KillSwitch();
  /** Another call on a thread waits for this one. */
  readonly isNested: boolean = withinThreadCall.getStore() ?? false;
  /** The thread that runs it, once one does. */
  link: ThreadLink | undefined;
  /** Calls of its own that it waits for. */
  openCalls = 0;
  /** Settles when it holds no thread any more; never rejects. */
  ended: Promise<void> | undefined;
  /** Ends the thread of a cancelled call that does not end by itself. */
  graceTimer: NodeJS.Timeout | undefined;
  /** Takes back what listens for its cancellation. */
  forgetCancellation: (() => void) | undefined;
  /** Settles once, with whatever comes first: the outcome, a cancellation, a crash. */
  readonly result: Promise<unknown>;
  readonly #settlers: { resolve(value: unknown): void; reject(reason: unknown): void };
  readonly #tool: Tool;
  readonly #context: ToolContext;
  readonly #tables = new LentTables();
  readonly #firstRequest = Promise.withResolvers<void>();
  /** Runs a function in the asynchronous context of the caller. Made with the first request: most calls have none. */
  readonly #inCallersContext: Promise<ReturnType<typeof AsyncLocalStorage.snapshot>>;

  /** @throws E001 when the parameters cannot be sent to a thread */
  constructor(id: number, tool: Tool, operation: string, params: unknown, context: ToolContext) {
    this.id = id;
    this.spec = `${tool.name}.${operation}`;
    this.#tool = tool;
    this.#context = context;
    this.cancellation = cancellationOf(context);
    this.message = this.#toMessage(operation, params);
    const { promise, ...settlers } = Promise.withResolvers<unknown>();
    this.result = promise;
    this.#settlers = settlers;
    this.#inCallersContext = this.#firstRequest.promise.then(() => AsyncLocalStorage.snapshot());
  }

  settle(outcome: RunOutcome): void {
    if ("thrown" in outcome) {
      this.#settlers.reject(fromThrown(outcome.thrown));
      return;
    }
    try {
      this.#settlers.resolve(unpack(outcome.output, (message) => this.#tables.take(message)));
    } catch (error) {
      this.#settlers.reject(error);
    }
  }

  fail(reason: unknown): void {
    this.#settlers.reject(reason);
  }

  progress(fraction: number, message: string | undefined): void {
    this.#context.progress(fraction, message);
  }

  get log(): Logger {
    return this.#context.log;
  }

  /** Does what the running operation asks for. */
  async answer(request: Request, configOf: (tool: Tool) => unknown): Promise<Answer> {
    this.#firstRequest.resolve();
    const inCallersContext = await this.#inCallersContext;
    const sources = { context: this.#context, tables: this.#tables, config: () => configOf(this.#tool) };
    return await inCallersContext(() => withinThreadCall.run(true, () => answerRequest(request, sources)));
  }

  #toMessage(operation: string, params: unknown): RunMessage {
    const { module, name: toolName, version: toolVersion } = this.#tool;
    if (module === undefined) {
      throw new ValidationError(
        `Tool '${toolName}' cannot run on threads: define it with \`module: import.meta.url\` and export it as the default`,
      );
    }
    const pack = (what: string, value: unknown) =>
      packForThread(value, this.#tables, (problem) => {
        return new ValidationError(`${what} of ${this.spec} cannot be sent to a thread: ${problem}`);
      });
    const { userId, taskId, stepIndex, attempt, idempotencyKey, limits, log, input: given } = this.#context;
    const caller = { userId, taskId, stepIndex, attempt, idempotencyKey, limits, levels: levelsOf(log) };
    const input = isEmpty(given) ? undefined : pack("The plan's input", given);
    const packed = pack("The parameters", params);
    return { id: this.id, toolName, toolVersion, module, operation, params: packed, input, ...caller };
  }
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

function levelsOf(log: Logger): number {
  let bits = 0;
  for (const [index, level] of logLevels.entries()) if (log.isLevelEnabled(level)) bits |= 1 << index;
  return bits;
}
