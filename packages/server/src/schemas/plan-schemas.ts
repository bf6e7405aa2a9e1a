import type { Plan, Step, TaskSource } from "@aiecs/core";
import { type TUnsafe, Type } from "typebox";

// What a step and a plan may hold is `checkPlan`'s to say, in one place and with places in the plan; requests only say
// which kind of thing stands where. The whole schema is at /api/plan-schema.

export const steps: TUnsafe<readonly Step[]> = Type.Unsafe<readonly Step[]>({
  type: "array",
  items: { type: "object" },
  description: "Steps as in plan files: { operation, params, … }. Their schema is at /api/plan-schema.",
});

export const plan: TUnsafe<Plan | readonly Step[]> = Type.Unsafe<Plan | readonly Step[]>({
  type: ["object", "array"],
  items: { type: "object" },
  description: "A plan, or a list of steps. The schema is at /api/plan-schema.",
});

export const taskSource: TUnsafe<TaskSource> = Type.Unsafe<TaskSource>({
  type: ["object", "array"],
  items: { type: "object" },
  description: "A plan, a list of steps, or one operation. The schema is at /api/plan-schema.",
});
