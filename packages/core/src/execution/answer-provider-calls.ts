import type { ToolCall } from "#contracts/call.ts";
import { type ExecutionError, ValidationError } from "#contracts/errors.ts";
import type { ProviderCall } from "#contracts/provider-calls.ts";
import { specOfDefinition } from "#toolkit/definition-name.ts";
import { asToolCall, type ReadProviderCall, readProviderCall } from "#toolkit/provider-calls.ts";
import type { ToolRegistry } from "#toolkit/tool-registry.ts";

/** Tool calls of which some may be in a provider's format, as all are run, and as each is answered. */
export type TranslatedCalls = {
  /** In place of a call that cannot be run stands null, which fails by itself. */
  readonly calls: readonly (ToolCall | null)[];
  /** Results of the calls, those of a provider's calls in the format of that provider. */
  answer(outcomes: readonly unknown[]): Promise<unknown[]>;
};

/**
 * Calls as `executeToolCalls` takes them.
 *
 * @param exportResult a result as data that can leave the process
 */
export function translateToolCalls(
  given: readonly (ToolCall | ProviderCall)[],
  registry: ToolRegistry,
  exportResult: (result: unknown) => Promise<unknown>,
): TranslatedCalls {
  const translated = given.map((call) => translate(call, registry));
  return {
    calls: translated.map(({ call }) => call),
    answer: (outcomes) =>
      Promise.all(
        translated.map(async ({ read, problem }, index) => {
          const outcome = problem ?? outcomes[index];
          if (!read) return outcome;
          if (outcome instanceof Error) return read.answer({ error: outcome });
          return read.answer({ value: await exportResult(outcome) });
        }),
      ),
  };
}

type Translated = {
  readonly call: ToolCall | null;
  readonly read?: ReadProviderCall;
  readonly problem?: ExecutionError;
};

function translate(given: ToolCall | ProviderCall, registry: ToolRegistry): Translated {
  const read = readProviderCall(given);
  if (!read) return { call: isToolCall(given) ? given : null };
  if (read.problem) return { call: null, read, problem: read.problem };
  const spec = specOfDefinition(read.name, registry);
  if (spec !== undefined) return { call: asToolCall(read, spec), read };
  const problem = new ValidationError(
    `Unknown tool name '${read.name}': expected tool__operation, as the tool definitions name it`,
  );
  return { call: null, read, problem };
}

function isToolCall(call: ToolCall | ProviderCall): call is ToolCall {
  return typeof call === "object" && call !== null && "tool" in call;
}
