import type {
  Lane,
  ResultPage,
  Schedule,
  StepPage,
  Task,
  TaskMode,
  TaskPage,
  TaskStep,
  WaitingStep,
  WireError,
} from "@aiecs/core";
import { type TUnsafe, Type } from "typebox";
import { named, oneOf, orNull, shape } from "./shape.ts";
import { taskStatus } from "./step-schemas.ts";

export const lane: TUnsafe<Lane> = oneOf("fast", "heavy");
export const taskMode: TUnsafe<TaskMode> = oneOf("plan", "sequence", "parallel", "batch");

const exact = { additionalProperties: false };
const count = Type.Integer({ minimum: 0 });
const moment = Type.String({ format: "date-time" });

const waitingStep: TUnsafe<WaitingStep> = shape<WaitingStep>()(
  Type.Object(
    { step: count, id: orNull(Type.String()), operation: Type.String(), since: moment, expires_at: moment },
    exact,
  ),
);

const taskKeys = {
  id: Type.String(),
  user_id: orNull(Type.String()),
  name: orNull(Type.String({ description: "The plan's name." })),
  status: taskStatus,
  mode: taskMode,
  queue: lane,
  priority: Type.Integer(),
  created_at: moment,
  not_before: orNull(moment),
  started_at: orNull(moment),
  ended_at: orNull(moment),
  steps: Type.Integer({ minimum: 0, description: "How many steps it has." }),
  completed_steps: count,
  waiting: Type.Array(waitingStep, { description: "Steps that wait for an approval." }),
  resumed: Type.Integer({ minimum: 0, description: "How often it was resumed." }),
  last_event: Type.Integer({ minimum: 0, description: "Sequence number of its latest event." }),
  output: Type.Unknown({ description: "What the plan gives once it has completed." }),
  error: orNull(named<WireError>("Error")),
};

export const task: TUnsafe<Task> = shape<Task>()(
  Type.Object(taskKeys, { ...exact, $id: "Task", title: "Task", description: "A submitted run as it stands." }),
);

export const stepPage: TUnsafe<StepPage> = shape<StepPage>()(
  Type.Object(
    {
      steps: Type.Array(named<TaskStep>("TaskStep")),
      next: orNull(Type.Integer({ minimum: 0, description: "Index to go on at; null when that was all." })),
    },
    { ...exact, $id: "StepPage", title: "StepPage" },
  ),
);

export type TaskWithHistory = Task & { readonly history: StepPage };

export const taskWithHistory: TUnsafe<TaskWithHistory> = shape<TaskWithHistory>()(
  Type.Object(
    { ...taskKeys, history: named<StepPage>("StepPage") },
    { ...exact, $id: "TaskWithHistory", title: "TaskWithHistory", description: "A task, and how its steps ended." },
  ),
);

export const taskPage: TUnsafe<TaskPage> = shape<TaskPage>()(
  Type.Object({ tasks: Type.Array(named<Task>("Task")), cursor: orNull(Type.String()) }, exact),
);

export const resultPage: TUnsafe<ResultPage> = shape<ResultPage>()(
  Type.Object(
    {
      kind: oneOf("rows", "items", "lines", "value"),
      data: Type.Unknown(),
      total: orNull(count),
      next: orNull(count),
      schema: Type.Optional(Type.Array(Type.Object({ name: Type.String(), type: Type.String() }, exact))),
    },
    { ...exact, $id: "ResultPage", title: "ResultPage", description: "A part of a step's result." },
  ),
);

export const schedule: TUnsafe<Schedule> = shape<Schedule>()(
  Type.Object(
    {
      id: Type.String(),
      user_id: orNull(Type.String()),
      cron: Type.String(),
      timezone: Type.String(),
      created_at: moment,
      next_at: moment,
      last_task_id: orNull(Type.String()),
    },
    { ...exact, $id: "Schedule", title: "Schedule", description: "Work that is submitted again and again." },
  ),
);
