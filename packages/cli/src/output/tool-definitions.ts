import type { OperationListing, ToolListing } from "@aiecs/core";
import { definitionName } from "./definition-name.ts";

type Listed = { readonly tool: ToolListing; readonly operation: OperationListing };

/** The forms in which operations can be given to a language model. */
export const definitionFormats = ["openai", "anthropic", "mcp", "ai-sdk"] as const;

export type DefinitionFormat = (typeof definitionFormats)[number];

/** The operations of some tools as a provider's tool definitions, ready to be put into a request. */
export function toolDefinitions(tools: readonly ToolListing[], format: DefinitionFormat): unknown {
  const operations = tools.flatMap((tool) => tool.operations.map((operation): Listed => ({ tool, operation })));
  if (format !== "ai-sdk") return operations.map(forms[format]);
  return Object.fromEntries(operations.map((listed) => [nameOf(listed), aiSdkForm(listed)]));
}

const forms: { readonly [F in Exclude<DefinitionFormat, "ai-sdk">]: (listed: Listed) => object } = {
  openai: (listed) => ({
    type: "function",
    function: {
      name: nameOf(listed),
      description: listed.operation.description,
      parameters: objectSchema(listed.operation.input_schema),
    },
  }),
  anthropic: (listed) => ({
    name: nameOf(listed),
    description: listed.operation.description,
    input_schema: objectSchema(listed.operation.input_schema),
  }),
  mcp: (listed) => {
    const { description, input_schema, output_schema, annotations } = listed.operation;
    return {
      name: nameOf(listed),
      title: `${listed.tool.name}.${listed.operation.name}`,
      description,
      inputSchema: objectSchema(input_schema),
      // MCP's structured results are objects; other outputs travel as text.
      ...(output_schema?.type === "object" && { outputSchema: output_schema }),
      annotations: {
        readOnlyHint: annotations.readOnly ?? false,
        idempotentHint: annotations.idempotent ?? false,
        destructiveHint: annotations.destructive ?? false,
      },
    };
  },
};

/** What `jsonSchema()` of the AI SDK takes, under the name the tool has there. */
function aiSdkForm({ operation }: Listed): object {
  return { description: operation.description, inputSchema: objectSchema(operation.input_schema) };
}

function nameOf({ tool, operation }: Listed): string {
  return definitionName(tool.name, operation.name);
}

/** Every provider asks for an object at the top. */
function objectSchema(schema: OperationListing["input_schema"]): object {
  return schema.type === "object" ? schema : { type: "object", ...schema };
}
