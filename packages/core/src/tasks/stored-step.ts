import { deserialize } from "node:v8";
import type { ExecutionError } from "#contracts/errors.ts";
import type { StepMeta, TaskStepResult, WireStepResult } from "#contracts/step-result.ts";
import { TaskStepResult as StepResult } from "#contracts/step-result.ts";
import type { TaskStep } from "#contracts/task.ts";
import type { StepRecord } from "#contracts/task-store.ts";
import { fromWireError, type WireError } from "#contracts/wire-error.ts";
import { toHandle, toShown } from "./kept-value.ts";
import { decodeValue, type StoredValue, type ValueCodec } from "./stored-value.ts";
import type { TaskExecutor } from "./task-executor.ts";
import { toIso } from "./to-iso.ts";

/** A step's end as it is written down: the wire form, but for the value. */
export type StoredStep = Omit<WireStepResult, "result"> & {
  readonly result: StoredValue;
  readonly meta: StepMeta;
  /** With its details; the step itself carries only code and message. */
  readonly error?: WireError;
};

/**
 * The same without errors that are none, and with its moment as a number: to make a text of it costs as much as all the
 * rest.
 */
type WrittenStep = Omit<StoredStep, "meta" | "error_code" | "error_message"> &
  Partial<Pick<StoredStep, "error_code" | "error_message">> & {
    readonly meta: Omit<StepMeta, "started_at"> & { readonly started_at: number | null };
  };

/** The text of a step's end. Where the result is plain and small, which is nearly always, without waiting. */
export function encodeStep(
  codec: ValueCodec,
  index: number,
  result: TaskStepResult,
  error: WireError | undefined,
): string | Promise<string> {
  const json = codec.asJson(result.result);
  if (json) {
    const text = stepText(result, json, error);
    if (codec.fits(text)) return text;
  }
  return codec.encode(result.result, `result-${index}`).then((stored) => stepText(result, stored, error));
}

function stepText(result: TaskStepResult, stored: StoredValue, error: WireError | undefined): string {
  const { step, completed, message, status, errorCode, errorMessage, startedAt, durationMs, attempts, cached } = result;
  const body: WrittenStep = {
    step,
    result: stored,
    completed,
    message,
    status,
    ...(errorCode !== null && { error_code: errorCode }),
    ...(errorMessage !== null && { error_message: errorMessage }),
    meta: {
      started_at: startedAt,
      duration_ms: durationMs === null ? null : Math.round(durationMs * 1000) / 1000,
      attempts,
      cached,
    },
    ...(error && { error }),
  };
  return JSON.stringify(body);
}

export function parseStep({ body }: StepRecord): StoredStep {
  const written: WrittenStep = JSON.parse(body);
  const { started_at: startedAt } = written.meta;
  return {
    error_code: null,
    error_message: null,
    ...written,
    meta: { ...written.meta, started_at: startedAt === null ? null : toIso(startedAt) },
  };
}

/** The step as it ended, its value read back. */
export async function decodeStep(
  record: StepRecord,
  artifacts: TaskExecutor["artifacts"],
): Promise<{ readonly result: TaskStepResult; readonly error: ExecutionError | undefined }> {
  const { result, error, ...wire } = parseStep(record);
  const value = await decodeValue(result, artifacts);
  return { result: StepResult.fromJSON({ ...wire, result: value }), error: error && fromWireError(error) };
}

/** The step as it is told to people and programs. */
export function showStep(record: StepRecord): TaskStep {
  const { result, error: _told, ...wire } = parseStep(record);
  return { ...wire, index: record.index, run: record.run, result: showValue(result) };
}

/** A value as it is told; a large one is a handle. */
export function showValue(stored: StoredValue): unknown {
  if ("json" in stored) return stored.json;
  if ("artifact" in stored) return toHandle(stored.artifact);
  return toShown(deserialize(Buffer.from(stored.v8, "base64")));
}
