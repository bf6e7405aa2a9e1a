import type { ArtifactWriter } from "#contracts/artifact-store.ts";
import { OperationTimeoutError, ValidationError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import type { Logger } from "#contracts/logger.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import type { Call, RunningAttempt } from "./call.ts";
import { callNested } from "./call-nested.ts";
import type { DeadlineNode, Expiring } from "./deadlines.ts";
import type { Services } from "./services.ts";
import { toOperationError } from "./to-execution-error.ts";

/**
 * One try at an operation, and what the operation sees of it. Everything a tool may ask for is made when it asks:
 * most operations ask for nothing, and a call must not pay for what it does not use.
 */
export class Attempt extends CancelScope implements RunningAttempt, Expiring {
  readonly #call: Call;
  readonly #timeoutMs: number | undefined;
  readonly #services: Services;
  readonly attempt: number;
  /** What the tool's `create` made; set before the operation runs. */
  instance: unknown = undefined;
  #work: Promise<unknown> | undefined;
  readonly #release: (() => void) | undefined;
  #reject: ((reason: Error) => void) | undefined;
  #hasEnded = false;
  #nestedCalls = 0;
  deadlineNode: DeadlineNode | undefined = undefined;

  constructor(call: Call, timeoutMs: number | undefined, services: Services) {
    super(call.cancellation);
    this.#call = call;
    this.#timeoutMs = timeoutMs;
    this.#services = services;
    this.attempt = call.record.attempts;
    this.#release = call.record.release;
    call.record.release = undefined;
  }

  /** Hands on how the work ends, unless the attempt is cancelled or out of time before. */
  settle(work: Promise<unknown>, resolve: (output: unknown) => void, reject: (reason: unknown) => void): void {
    this.#work = work;
    this.#reject = reject;
    if (this.reason) this.#abandon(this.reason);
    else {
      const { deadlines } = this.#services;
      deadlines.add(this, this.#timeoutMs ?? Number.POSITIVE_INFINITY, this.#call.record.clockMs);
    }
    work.then(
      (output) => {
        this.#end();
        resolve(output);
      },
      (thrown: unknown) => {
        this.#end();
        reject(toOperationError(thrown, this.#call.operation.name));
      },
    );
  }

  override cancel(reason: Error): void {
    if (this.reason) return;
    super.cancel(reason);
    this.#services.deadlines.remove(this);
    // An operation can bring about its own end before it has returned; then `settle` does the rest.
    if (this.#work) this.#abandon(reason);
  }

  expire(): void {
    const { spec } = this.#call.operation;
    this.cancel(new OperationTimeoutError(`${spec} timed out after ${this.#timeoutMs} ms (attempt ${this.attempt})`));
  }

  giveUp(reason: Error): void {
    this.cancel(reason);
  }

  #abandon(reason: Error): void {
    this.#services.statistics.abandoned += 1;
    this.#reject?.(reason);
  }

  /** The work has ended, whether anybody still waits for it or not. */
  #end(): void {
    this.#hasEnded = true;
    this.#release?.();
    if (this.reason) {
      this.#services.statistics.abandoned -= 1;
      return;
    }
    this.#services.deadlines.remove(this);
    this.dispose();
  }

  get userId(): string | undefined {
    return this.#call.userId;
  }

  get taskId(): string {
    return this.#call.givenTaskId ?? this.#call.run.taskId;
  }

  get stepIndex(): number {
    return this.#call.stepIndex;
  }

  get idempotencyKey(): string {
    return `${this.taskId}:${this.stepIndex}${this.#call.inner?.key ?? ""}`;
  }

  get input(): Readonly<Record<string, unknown>> {
    return this.#call.run.input;
  }

  get log(): Logger {
    return this.#services.logger;
  }

  get files(): FileAccess {
    return this.#services.filesOf(this.taskId);
  }

  get artifacts(): ArtifactWriter {
    const { artifacts } = this.#services;
    const { taskId } = this;
    return {
      write: (artifact) => artifacts.write(taskId, artifact),
      reserve: (name) => artifacts.reserve(taskId, name),
      adopt: (path, mediaType, outputPath) => artifacts.adopt(taskId, path, mediaType, outputPath),
    };
  }

  get progress(): (fraction: number, message?: string) => void {
    return (fraction, message) => {
      if (typeof fraction !== "number" || Number.isNaN(fraction)) {
        throw new ValidationError(`progress: expected a fraction from 0 to 1, received ${String(fraction)}`);
      }
      const { run, stepIndex, operation, inner } = this.#call;
      if (inner || this.#hasEnded || this.reason) return;
      const clamped = Math.min(1, Math.max(0, fraction));
      run.emit("step.progressed", stepIndex, operation.spec, { fraction: clamped, message: message ?? null });
    };
  }

  get call(): (spec: string, params?: object) => Promise<unknown> {
    return (spec, params) => {
      const number = this.#nestedCalls++;
      return callNested(this.#services, { caller: this.#call, cancellation: this, spec, params, number });
    };
  }
}
