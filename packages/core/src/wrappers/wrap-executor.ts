import type { Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import type { ToolRegistry } from "#toolkit/tool-registry.ts";

/** One call on its way through a wrapper. */
export type WrappedCall = {
  readonly tool: Tool;
  readonly operationName: string;
  readonly params: object;
  readonly context: ToolContext | undefined;
};

export type Around = {
  readonly execute: (call: WrappedCall, next: () => unknown) => unknown;
  readonly executeAsync: (call: WrappedCall, next: (context?: ToolContext) => Promise<unknown>) => Promise<unknown>;
};

/** An executor with a registry keeps it through every wrapper. */
export type Wrapped<E extends IToolExecutor> = IToolExecutor &
  (E extends { readonly registry: ToolRegistry } ? { readonly registry: ToolRegistry } : unknown);

/** Puts something around both methods of an executor; the result is an executor again. */
export function wrapExecutor<E extends IToolExecutor>(inner: E, around: Around): Wrapped<E> {
  const wrapper: IToolExecutor = {
    execute: (tool, operationName, params) =>
      around.execute({ tool, operationName, params, context: undefined }, () =>
        inner.execute(tool, operationName, params),
      ),
    executeAsync: (tool, operationName, params, context) =>
      around.executeAsync({ tool, operationName, params, context }, (changed = context) =>
        inner.executeAsync(tool, operationName, params, changed),
      ),
  };
  const registry: unknown = "registry" in inner ? inner.registry : undefined;
  return (registry === undefined ? wrapper : Object.assign(wrapper, { registry })) as Wrapped<E>;
}
