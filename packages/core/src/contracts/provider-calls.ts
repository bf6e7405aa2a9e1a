/** A tool call of OpenAI's chat completions. */
export type OpenAiToolCall = {
  readonly id: string;
  readonly type: "function";
  /** `arguments` is JSON. */
  readonly function: { readonly name: string; readonly arguments: string };
};

/** A function call of OpenAI's responses. */
export type OpenAiFunctionCall = {
  readonly type: "function_call";
  readonly call_id: string;
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
};

export type AnthropicToolUse = {
  readonly type: "tool_use";
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
};

/** A tool call of the AI SDK. */
export type SdkToolCall = {
  readonly type?: "tool-call";
  readonly toolCallId: string;
  readonly toolName: string;
  readonly input: unknown;
};

/** A tool call as the provider of a language model gives it. */
export type ProviderCall = OpenAiToolCall | OpenAiFunctionCall | AnthropicToolUse | SdkToolCall;

export type OpenAiToolMessage = { readonly role: "tool"; readonly tool_call_id: string; readonly content: string };

export type OpenAiFunctionOutput = {
  readonly type: "function_call_output";
  readonly call_id: string;
  readonly output: string;
};

export type AnthropicToolResult = {
  readonly type: "tool_result";
  readonly tool_use_id: string;
  readonly content: string;
  readonly is_error?: boolean;
};

export type SdkToolResult = {
  readonly type: "tool-result";
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output:
    | { readonly type: "text"; readonly value: string }
    | { readonly type: "json" | "error-json"; readonly value: unknown };
};

/** The answer to a provider's call, ready to go into the next request. */
export type ProviderAnswer = OpenAiToolMessage | OpenAiFunctionOutput | AnthropicToolResult | SdkToolResult;
