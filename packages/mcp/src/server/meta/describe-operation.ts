import { ExecutionError, ValidationError } from "@aiecs/core";
import { toJson } from "../json.ts";
import { type ShapeName, shapeNotes } from "../known-shapes.ts";
import { findOperation, type ListedOperation } from "../operations.ts";
import type { Session } from "../session.ts";
import { signatureOf } from "../signature.ts";
import { defineMetaTool, type MetaTool } from "./meta-tool.ts";

type Args = { readonly operation?: string; readonly operations?: readonly string[] };

/** What a model needs to call some operations. */
export const describeOperation: MetaTool = defineMetaTool<Args>({
  name: "describe_operation",
  title: "Describe operations",
  description:
    "Parameters (`?`: may be left out), result and an example of operations, with types as in TypeScript. Ask for all that you need at once.",
  readOnly: true,
  inputSchema: {
    type: "object",
    properties: {
      operations: {
        type: "array",
        items: { type: "string" },
        minItems: 1,
        maxItems: 50,
        description: "tool_name.operation_name",
      },
      operation: { type: "string", description: "Just one" },
    },
    additionalProperties: false,
  },
  async run({ operation, operations = [] }, session) {
    const specs = new Set(operation === undefined ? operations : [operation, ...operations]);
    const shapes = new Set<ShapeName>();
    const described = findAll(session, [...specs]).map((found) => signatureOf(found, shapes));
    const types = Object.fromEntries(Array.from(shapes, (name) => [name, shapeNotes[name]]));
    const answer = { operations: described, ...(shapes.size > 0 && { types }) };
    return { content: [{ type: "text", text: toJson(answer) }], structuredContent: answer };
  },
});

/** @throws E001 naming all that are not there, or the error of the only one */
function findAll(session: Session, specs: readonly string[]): ListedOperation[] {
  if (specs.length === 0) throw new ValidationError("Expected operations: a list of tool_name.operation_name");
  const found: ListedOperation[] = [];
  const refused: ExecutionError[] = [];
  for (const spec of specs) {
    try {
      found.push(findOperation(session, spec));
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      refused.push(error);
    }
  }
  const [first] = refused;
  if (!first) return found;
  if (refused.length === 1) throw first;
  const errors = refused.map(({ message, details }) => ({ message, did_you_mean: details.didYouMean }));
  throw new ValidationError(`${refused.length} of these operations cannot be described`, { details: { errors } });
}
