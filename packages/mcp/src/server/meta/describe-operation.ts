import { toJson } from "../json.ts";
import { findOperation } from "../operations.ts";
import { defineMetaTool, type MetaTool } from "./meta-tool.ts";

type Args = { readonly operation: string };

/** Everything a model needs to call one operation. */
export const describeOperation: MetaTool = defineMetaTool<Args>({
  name: "describe_operation",
  title: "Describe an operation",
  description: "Gives an operation's parameters and result as JSON Schema, an example, and what it does to the world.",
  readOnly: true,
  inputSchema: {
    type: "object",
    properties: { operation: { type: "string", description: "tool_name.operation_name" } },
    required: ["operation"],
    additionalProperties: false,
  },
  async run(args, session) {
    const { spec, operation } = findOperation(session, args.operation);
    const { description, input_schema, output_schema, annotations, examples } = operation;
    const [example] = examples;
    const answer = {
      operation: spec,
      description,
      input_schema,
      ...(output_schema && { output_schema }),
      annotations,
      ...(example && { example }),
    };
    return { content: [{ type: "text", text: toJson(answer) }], structuredContent: answer };
  },
});
