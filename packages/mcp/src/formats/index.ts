/** Operations as tool definitions of model providers; loads nothing of the MCP library. */

export { type AiSdkOptions, type AiSdkSchema, type AiSdkTool, type SdkExecutor, toAiSdkTools } from "./ai-sdk-tools.ts";
export {
  type AnthropicTool,
  type DefinitionFormat,
  type McpTool,
  type ObjectSchema,
  type OpenAiTool,
  type OperationFilter,
  type ToolSource,
  toAnthropicTools,
  toMcpTools,
  toOpenAiTools,
  toolDefinitions,
} from "./tool-definitions.ts";
