import type { ErrorCode, StepMeta, TaskStatus, TaskStep, WireError, WireStepResult } from "@aiecs/core";
import { ErrorCode as codes, TaskStatus as statuses } from "@aiecs/core";
import { type TUnsafe, Type } from "typebox";
import { named, oneOf, orNull, shape } from "./shape.ts";

export const errorCode: TUnsafe<ErrorCode> = oneOf(...Object.values(codes));
export const taskStatus: TUnsafe<TaskStatus> = oneOf(...Object.values(statuses));

const exact = { additionalProperties: false };

export const wireError: TUnsafe<WireError> = shape<WireError>()(
  Type.Object(
    {
      name: Type.String({ description: "The class of the error." }),
      code: errorCode,
      message: Type.String(),
      details: Type.Record(Type.String(), Type.Unknown()),
    },
    { ...exact, $id: "Error", title: "Error" },
  ),
);

export const stepMeta: TUnsafe<StepMeta> = shape<StepMeta>()(
  Type.Object(
    {
      started_at: orNull(Type.String({ format: "date-time" })),
      duration_ms: orNull(Type.Number({ minimum: 0 })),
      attempts: Type.Integer({ minimum: 0 }),
      cached: Type.Boolean(),
    },
    { ...exact, $id: "StepMeta", title: "StepMeta", description: "What is known of a step's run beyond its result." },
  ),
);

const sevenKeys = {
  step: Type.String(),
  result: Type.Unknown({ description: "Null unless the step completed." }),
  completed: Type.Boolean(),
  message: Type.String(),
  status: taskStatus,
  error_code: orNull(errorCode),
  error_message: orNull(Type.String()),
};

/** As it is answered: `meta` only where it was asked for. */
export const stepResult: TUnsafe<WireStepResult> = shape<WireStepResult>()(
  Type.Object(
    { ...sevenKeys, meta: Type.Optional(named<StepMeta>("StepMeta")) },
    { ...exact, $id: "StepResult", title: "StepResult", description: "How a step ended." },
  ),
);

/** As it is taken, for results of an earlier call. */
export const givenStepResult: TUnsafe<WireStepResult & { meta?: StepMeta }> = shape<
  WireStepResult & { meta?: StepMeta }
>()(Type.Object({ ...sevenKeys, meta: Type.Optional(stepMeta) }, exact));

export const taskStep: TUnsafe<TaskStep> = shape<TaskStep>()(
  Type.Object(
    {
      index: Type.Integer({ minimum: 0 }),
      run: Type.Integer({ minimum: 0, description: "Which of the task's runs it belongs to: 0 is the first." }),
      ...sevenKeys,
      meta: named<StepMeta>("StepMeta"),
    },
    { ...exact, $id: "TaskStep", title: "TaskStep", description: "How a step of a task ended." },
  ),
);
