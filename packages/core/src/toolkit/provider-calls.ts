import type { ToolCall } from "#contracts/call.ts";
import { ExecutionError, OperationFailedError, ValidationError } from "#contracts/errors.ts";
import type {
  AnthropicToolUse,
  OpenAiFunctionCall,
  OpenAiToolCall,
  ProviderAnswer,
  SdkToolCall,
  SdkToolResult,
} from "#contracts/provider-calls.ts";
import { toWireError } from "#contracts/wire-error.ts";

/** What a call of a provider says, whatever its format. */
export type ReadProviderCall = {
  /** The function's name, as the definitions gave it. */
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What is wrong with the call itself. */
  readonly problem: ExecutionError | undefined;
  answer(outcome: ProviderOutcome): ProviderAnswer;
};

export type ProviderOutcome = { readonly value: unknown } | { readonly error: unknown };

/** A call in the format of OpenAI (chat or responses), Anthropic or the AI SDK; undefined when it is in none of them. */
export function readProviderCall(call: unknown): ReadProviderCall | undefined {
  if (isOpenAiToolCall(call)) {
    const { name, arguments: text } = call.function;
    return read(name, text, (outcome) => ({ role: "tool", tool_call_id: call.id, content: toText(outcome) }));
  }
  if (isOpenAiFunctionCall(call)) {
    const { name, arguments: text, call_id: id } = call;
    return read(name, text, (outcome) => ({ type: "function_call_output", call_id: id, output: toText(outcome) }));
  }
  if (isAnthropicToolUse(call)) {
    return read(call.name, call.input, (outcome) => ({
      type: "tool_result",
      tool_use_id: call.id,
      content: toText(outcome),
      ...("error" in outcome && { is_error: true }),
    }));
  }
  if (isSdkToolCall(call)) {
    const { toolCallId, toolName, input } = call;
    return read(toolName, input, (outcome) => ({
      type: "tool-result",
      toolCallId,
      toolName,
      output: toSdkOutput(outcome),
    }));
  }
  return undefined;
}

/** The call as batches take it. Who calls, and for which task, is not the model's to say. */
export function asToolCall({ params }: ReadProviderCall, spec: string): ToolCall {
  const { user_id: _user, task_id: _task, ...own } = params;
  const dot = spec.indexOf(".");
  return { tool: spec.slice(0, dot), params: { ...own, op: spec.slice(dot + 1) } };
}

function read(name: string, given: unknown, answer: ReadProviderCall["answer"]): ReadProviderCall {
  const parsed = (typeof given === "string" ? parse(given) : given) ?? {};
  if (parsed instanceof ExecutionError) return { name, params: {}, problem: parsed, answer };
  if (isObject(parsed)) return { name, params: parsed, problem: undefined, answer };
  const received = Array.isArray(parsed) ? "array" : typeof parsed;
  const problem = new ValidationError(`Invalid arguments for ${name}: expected an object, received ${received}`);
  return { name, params: {}, problem, answer };
}

/** Models send an empty text where a function takes nothing. */
function parse(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new ValidationError(`Invalid arguments: expected JSON, ${reason}`, { cause: error });
  }
}

function toText(outcome: ProviderOutcome): string {
  if ("error" in outcome) return JSON.stringify({ error: describeError(outcome.error) });
  return typeof outcome.value === "string" ? outcome.value : JSON.stringify(toJsonValue(outcome.value));
}

function toSdkOutput(outcome: ProviderOutcome): SdkToolResult["output"] {
  if ("error" in outcome) return { type: "error-json", value: describeError(outcome.error) };
  if (typeof outcome.value === "string") return { type: "text", value: outcome.value };
  return { type: "json", value: toJsonValue(outcome.value) };
}

function describeError(error: unknown): object {
  const known =
    error instanceof ExecutionError
      ? error
      : new OperationFailedError(error instanceof Error ? error.message : String(error), { cause: error });
  const { code, message, details } = toWireError(known);
  return { code, message, ...(Object.keys(details).length > 0 && { details: toJsonValue(details) }) };
}

/** What JSON keeps of a value: big integers become text, as everywhere in results. */
function toJsonValue(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item));
  return text === undefined ? null : JSON.parse(text);
}

function isOpenAiToolCall(call: unknown): call is OpenAiToolCall {
  return (
    isObject(call) &&
    call.type === "function" &&
    isText(call.id) &&
    isObject(call.function) &&
    isText(call.function.name)
  );
}

function isOpenAiFunctionCall(call: unknown): call is OpenAiFunctionCall {
  return isObject(call) && call.type === "function_call" && isText(call.call_id) && isText(call.name);
}

function isAnthropicToolUse(call: unknown): call is AnthropicToolUse {
  return isObject(call) && call.type === "tool_use" && isText(call.id) && isText(call.name);
}

function isSdkToolCall(call: unknown): call is SdkToolCall {
  return isObject(call) && isText(call.toolCallId) && isText(call.toolName);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
