import { runOperation as run } from "../run-operation.ts";
import { defineMetaTool, type MetaTool } from "./meta-tool.ts";

type Args = { readonly operation: string; readonly params?: Record<string, unknown> };

/** Runs one operation. */
export const runOperation: MetaTool = defineMetaTool<Args>({
  name: "run_operation",
  title: "Run an operation",
  description:
    "Runs one operation and gives its result; a large one as a preview. In params, a handle that an answer gave ($task[ID], or a part: $task[ID].items[0]) stands for the whole value: do not copy data. For several in a row, run_plan is better.",
  readOnly: false,
  inputSchema: {
    type: "object",
    properties: {
      operation: { type: "string", description: "tool_name.operation_name" },
      params: { type: "object", description: "As describe_operation says" },
    },
    required: ["operation"],
    additionalProperties: false,
  },
  run: ({ operation, params = {} }, session, context) => run(session, context, { spec: operation, params }),
});
