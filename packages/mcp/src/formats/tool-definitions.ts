import { definitionName, type JsonSchema, type OperationListing, type ToolListing } from "@aiecs/core";

/** The forms in which operations can be given to a language model. */
export type DefinitionFormat = "openai" | "anthropic" | "mcp" | "ai-sdk";

/** A function of OpenAI's chat completions. */
export type OpenAiTool = {
  readonly type: "function";
  readonly function: { readonly name: string; readonly description: string; readonly parameters: ObjectSchema };
};

/** A tool definition as Anthropic's messages take it. */
export type AnthropicTool = {
  readonly name: string;
  readonly description: string;
  readonly input_schema: ObjectSchema;
};

/** A tool as an MCP server lists it. */
export type McpTool = {
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  outputSchema?: ObjectSchema;
  annotations: { readOnlyHint: boolean; idempotentHint: boolean; destructiveHint: boolean };
};

/** What every provider asks for: an object at the top. */
export type ObjectSchema = { [keyword: string]: unknown; type: "object" };

/** Where operations are listed: tools as `listTools()` gives them, or a registry. */
export type ToolSource = readonly ToolListing[] | { listTools(): readonly ToolListing[] };

/** Whether an operation is among the definitions. @param spec `tool.operation` */
export type OperationFilter = (spec: string, operation: OperationListing) => boolean;

/** The operations of some tools as a provider's tool definitions, ready to be put into a request. */
export function toolDefinitions(tools: ToolSource, format: DefinitionFormat): unknown {
  return forms[format](tools);
}

/** Operations as tools of OpenAI's chat completions. @default filter: all of them */
export function toOpenAiTools(tools: ToolSource, filter?: OperationFilter): OpenAiTool[] {
  return listed(tools, filter).map(({ name, operation: { description, input_schema } }) => ({
    type: "function",
    function: { name, description, parameters: objectSchema(input_schema) },
  }));
}

/** Operations as tools of Anthropic's messages. @default filter: all of them */
export function toAnthropicTools(tools: ToolSource, filter?: OperationFilter): AnthropicTool[] {
  return listed(tools, filter).map(({ name, operation: { description, input_schema } }) => ({
    name,
    description,
    input_schema: objectSchema(input_schema),
  }));
}

/** Operations as an MCP server lists them, with what they return and hints. @default filter: all of them */
export function toMcpTools(tools: ToolSource, filter?: OperationFilter): McpTool[] {
  return listed(tools, filter).map(({ name, spec, operation }) => {
    const { description, input_schema, output_schema, annotations } = operation;
    return {
      name,
      title: spec,
      description,
      inputSchema: objectSchema(input_schema),
      // MCP's structured results are objects; other outputs travel as text.
      ...(output_schema?.type === "object" && { outputSchema: objectSchema(output_schema) }),
      annotations: {
        readOnlyHint: annotations.readOnly ?? false,
        idempotentHint: annotations.idempotent ?? false,
        destructiveHint: annotations.destructive ?? false,
      },
    };
  });
}

const forms: { readonly [F in DefinitionFormat]: (tools: ToolSource) => unknown } = {
  openai: (tools) => toOpenAiTools(tools),
  anthropic: (tools) => toAnthropicTools(tools),
  mcp: (tools) => toMcpTools(tools),
  // What `jsonSchema()` of the AI SDK takes, under the name the tool has there.
  "ai-sdk": (tools) =>
    Object.fromEntries(
      listed(tools).map(({ name, operation: { description, input_schema } }) => [
        name,
        { description, inputSchema: objectSchema(input_schema) },
      ]),
    ),
};

type Listed = { readonly name: string; readonly spec: string; readonly operation: OperationListing };

/** The operations of a source, each with its name as a function. */
export function listed(source: ToolSource, filter: OperationFilter = () => true): Listed[] {
  const tools = "listTools" in source ? source.listTools() : source;
  return tools.flatMap((tool) =>
    tool.operations.flatMap((operation): Listed[] => {
      const spec = `${tool.name}.${operation.name}`;
      return filter(spec, operation) ? [{ name: definitionName(tool.name, operation.name), spec, operation }] : [];
    }),
  );
}

export function objectSchema(schema: JsonSchema): ObjectSchema {
  return { ...schema, type: "object" };
}
