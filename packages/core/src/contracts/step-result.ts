import type { ErrorCode } from "./error-code.ts";
import type { TaskStatus } from "./task-status.ts";

/** The wire form: exactly the seven keys, absent values null. */
export type WireStepResult = {
  readonly step: string;
  readonly result: unknown;
  readonly completed: boolean;
  readonly message: string;
  readonly status: TaskStatus;
  readonly error_code: ErrorCode | null;
  readonly error_message: string | null;
};

/** What is known of a step's run beyond its result; on the wire only where a caller asks for it. */
export type StepMeta = {
  readonly started_at: string | null;
  readonly duration_ms: number | null;
  readonly attempts: number;
  readonly cached: boolean;
};

export type StepResultFields = {
  readonly step: string;
  readonly result?: unknown;
  readonly completed?: boolean;
  readonly message?: string;
  readonly status?: TaskStatus;
  readonly errorCode?: ErrorCode | null;
  readonly errorMessage?: string | null;
  /** Milliseconds since 1970; null when it never started. */
  readonly startedAt?: number | null;
  readonly durationMs?: number | null;
  readonly attempts?: number;
  readonly cached?: boolean;
};

/** How a step ended. `JSON.stringify` gives the wire form. */
export class TaskStepResult {
  readonly step: string;
  readonly result: unknown;
  readonly completed: boolean;
  readonly message: string;
  readonly status: TaskStatus;
  readonly errorCode: ErrorCode | null;
  readonly errorMessage: string | null;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly attempts: number;
  readonly cached: boolean;

  constructor(fields: StepResultFields) {
    this.step = fields.step;
    this.result = fields.result ?? null;
    this.completed = fields.completed ?? false;
    this.message = fields.message ?? "";
    this.status = fields.status ?? "pending";
    this.errorCode = fields.errorCode ?? null;
    this.errorMessage = fields.errorMessage ?? null;
    this.startedAt = fields.startedAt ?? null;
    this.durationMs = fields.durationMs ?? null;
    this.attempts = fields.attempts ?? 0;
    this.cached = fields.cached ?? false;
  }

  toJSON(): WireStepResult {
    return {
      step: this.step,
      result: this.result,
      completed: this.completed,
      message: this.message,
      status: this.status,
      error_code: this.errorCode,
      error_message: this.errorMessage,
    };
  }

  /** The wire form with a `meta` object beside the seven keys. */
  toJSONWithMeta(): WireStepResult & { readonly meta: StepMeta } {
    return {
      ...this.toJSON(),
      meta: {
        started_at: this.startedAt === null ? null : new Date(this.startedAt).toISOString(),
        duration_ms: this.durationMs,
        attempts: this.attempts,
        cached: this.cached,
      },
    };
  }

  /** The same step with another form of its result. */
  withResult(result: unknown): TaskStepResult {
    const { step, completed, message, status, errorCode, errorMessage, startedAt, durationMs, attempts, cached } = this;
    const times = { startedAt, durationMs, attempts, cached };
    return new TaskStepResult({ step, result, completed, message, status, errorCode, errorMessage, ...times });
  }

  static fromJSON(wire: WireStepResult & { readonly meta?: StepMeta }): TaskStepResult {
    const { meta } = wire;
    return new TaskStepResult({
      step: wire.step,
      result: wire.result,
      completed: wire.completed,
      message: wire.message,
      status: wire.status,
      errorCode: wire.error_code,
      errorMessage: wire.error_message,
      ...(meta && {
        startedAt: meta.started_at === null ? null : Date.parse(meta.started_at),
        durationMs: meta.duration_ms,
        attempts: meta.attempts,
        cached: meta.cached,
      }),
    });
  }
}
