import type { ArtifactAccess } from "#contracts/artifact-store.ts";
import { OperationTimeoutError, ValidationError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import type { ResourceLimits } from "#contracts/limits.ts";
import type { Logger } from "#contracts/logger.ts";
import type { NetworkAccess } from "#contracts/network-access.ts";
import type { Cancellation } from "#contracts/rate-limiter.ts";
import type { ToolRule } from "#contracts/tool-rule.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { artifactAccess } from "./artifact-access.ts";
import type { Call, RunningAttempt } from "./call.ts";
import { callNested } from "./call-nested.ts";
import type { DeadlineList, Expiring } from "./deadlines.ts";
import type { Services } from "./services.ts";
import { toOperationError } from "./to-execution-error.ts";

/** What all attempts at an operation have in common. */
export type AttemptBounds = { readonly timeoutMs: number | undefined; readonly services: Services };

/**
 * One try at an operation, and what the operation sees of it. Everything a tool may ask for is made when it asks:
 * most operations ask for nothing, and a call must not pay for what it does not use.
 */
export class Attempt implements RunningAttempt, Cancellation, Expiring {
  readonly #call: Call;
  readonly #bounds: AttemptBounds;
  readonly attempt: number;
  /** What the tool's `create` made; set before the operation runs. */
  instance: unknown = undefined;
  reason: Error | undefined = undefined;
  /** Tells those who want to know of the attempt's end; most operations do not ask. */
  #scope: CancelScope | undefined = undefined;
  readonly #forgetCall: (() => void) | undefined;
  readonly #release: (() => void) | undefined;
  #reject: ((reason: Error) => void) | undefined = undefined;
  #hasEnded = false;
  #nestedCalls = 0;
  deadlines: DeadlineList | undefined = undefined;
  expiresAtMs = 0;
  earlier: Expiring | undefined = undefined;
  later: Expiring | undefined = undefined;

  /** Must not begin when the call is cancelled already. */
  constructor(call: Call, bounds: AttemptBounds) {
    this.#call = call;
    this.#bounds = bounds;
    this.attempt = call.attempts;
    this.#release = call.release;
    call.release = undefined;
    this.#forgetCall = call.cancellation?.onCancel((reason) => this.cancel(reason));
  }

  /** Hands on how the work ends, unless the attempt is cancelled or out of time before. */
  settle(work: Promise<unknown>, resolve: (output: unknown) => void, reject: (reason: unknown) => void): void {
    this.#reject = reject;
    if (this.reason) this.#abandon(this.reason);
    else {
      const { services, timeoutMs = Number.POSITIVE_INFINITY } = this.#bounds;
      services.deadlines.add(this, timeoutMs, this.#call.clockMs);
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

  /** The first reason stays. */
  cancel(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    this.#forgetCall?.();
    this.#bounds.services.deadlines.remove(this);
    this.#scope?.cancel(reason);
    // An operation can bring about its own end before it has returned; then `settle` does the rest.
    if (this.#reject) this.#abandon(reason);
  }

  expire(): void {
    const { spec } = this.#call.operation;
    const { timeoutMs } = this.#bounds;
    this.cancel(new OperationTimeoutError(`${spec} timed out after ${timeoutMs} ms (attempt ${this.attempt})`));
  }

  giveUp(reason: Error): void {
    this.cancel(reason);
  }

  #abandon(reason: Error): void {
    this.#bounds.services.statistics.abandoned += 1;
    this.#reject?.(reason);
  }

  /** The work has ended, whether anybody still waits for it or not. */
  #end(): void {
    const { statistics, deadlines } = this.#bounds.services;
    this.#hasEnded = true;
    this.#release?.();
    if (this.reason) {
      statistics.abandoned -= 1;
      return;
    }
    deadlines.remove(this);
    this.#forgetCall?.();
  }

  get signal(): AbortSignal {
    return this.#openScope().signal;
  }

  onCancel(listener: (reason: Error) => void): () => void {
    return this.#openScope().onCancel(listener);
  }

  #openScope(): CancelScope {
    if (this.#scope) return this.#scope;
    this.#scope = new CancelScope();
    if (this.reason) this.#scope.cancel(this.reason);
    return this.#scope;
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

  get allow(): ToolRule | undefined {
    return this.#call.run.allow;
  }

  get input(): Readonly<Record<string, unknown>> {
    return this.#call.run.input;
  }

  get log(): Logger {
    return this.#bounds.services.logger;
  }

  get files(): FileAccess {
    return this.#bounds.services.filesOf(this.taskId);
  }

  get network(): NetworkAccess {
    return this.#bounds.services.networkOf(() => this.signal);
  }

  get limits(): ResourceLimits {
    return this.#bounds.services.config.limits;
  }

  get artifacts(): ArtifactAccess {
    return artifactAccess(this.#bounds.services.artifacts, { taskId: this.taskId, userId: this.userId });
  }

  get progress(): (fraction: number, message?: string) => void {
    return (fraction, message) => {
      if (typeof fraction !== "number" || Number.isNaN(fraction)) {
        throw new ValidationError(`progress: expected a fraction from 0 to 1, received ${String(fraction)}`);
      }
      if (typeof message !== "string" && message !== undefined && message !== null) {
        throw new ValidationError(`progress: expected a text as message, received ${typeof message}`);
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
      return callNested(this.#bounds.services, { caller: this.#call, cancellation: this, spec, params, number });
    };
  }
}
