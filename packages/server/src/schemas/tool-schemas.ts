import type { JsonSchema, OperationListing, ToolListing } from "@aiecs/core";
import { type TUnsafe, Type } from "typebox";
import { named, oneOf, orNull, shape } from "./shape.ts";

const exact = { additionalProperties: false };
const jsonSchema = Type.Unsafe<JsonSchema>({ type: "object", description: "A JSON Schema (2020-12)." });

const operationKeys = {
  name: Type.String(),
  description: Type.String(),
  input_schema: jsonSchema,
  output_schema: orNull(jsonSchema),
  annotations: Type.Unsafe<OperationListing["annotations"]>({ type: "object" }),
  weight: oneOf("fast", "heavy"),
  runs_on: Type.String(),
  examples: Type.Unsafe<OperationListing["examples"]>({ type: "array", items: { type: "object" } }),
};

export const operationListing: TUnsafe<OperationListing> = shape<OperationListing>()(
  Type.Object(operationKeys, {
    ...exact,
    $id: "Operation",
    title: "Operation",
    description: "One thing a tool can do.",
  }),
);

/** An operation by itself says whose it is. */
export type OwnedOperation = OperationListing & { readonly tool: string };

export const ownedOperation: TUnsafe<OwnedOperation> = shape<OwnedOperation>()(
  Type.Object({ tool: Type.String(), ...operationKeys }, { ...exact, $id: "OwnedOperation", title: "OwnedOperation" }),
);

export const toolListing: TUnsafe<ToolListing> = shape<ToolListing>()(
  Type.Object(
    {
      name: Type.String(),
      aliases: Type.Array(Type.String()),
      description: Type.String(),
      version: Type.String(),
      operations: Type.Array(named<OperationListing>("Operation")),
    },
    { ...exact, $id: "Tool", title: "Tool", description: "A named group of operations." },
  ),
);
