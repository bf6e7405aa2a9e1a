import { OperationFailedError } from "#contracts/errors.ts";
import type { Surroundings, Tool } from "#contracts/tool.ts";

export type ToolSource = { readonly toolName: string; readonly toolVersion: string; readonly module: string };

/** The tools that this thread has loaded, each once, and what their `create` made here. A thread runs one call at a time. */
export class LoadedTools {
  readonly #tools = new Map<string, Tool>();
  readonly #instances = new Map<Tool, unknown>();

  /** @throws E003 unless the module's default export is that very tool */
  async load(source: ToolSource): Promise<Tool> {
    const known = this.#tools.get(source.module);
    if (known && isTool(known, source)) return known;
    const tool = await loadTool(source);
    this.#tools.set(source.module, tool);
    return tool;
  }

  /** What the tool's `create` makes of its config. A failure is tried again by the next call. */
  async instanceOf(tool: Tool, surroundings: Surroundings, askConfig: () => Promise<unknown>): Promise<unknown> {
    if (!this.#instances.has(tool))
      this.#instances.set(tool, await createInstance(tool, await askConfig(), surroundings));
    return this.#instances.get(tool);
  }

  /** Disposes every instance; one that fails does not keep the others from it. */
  async dispose(onError: (tool: Tool, error: unknown) => void): Promise<void> {
    const instances = [...this.#instances];
    this.#instances.clear();
    await Promise.all(
      instances.map(async ([tool, instance]) => {
        try {
          await tool.dispose?.(instance);
        } catch (error) {
          onError(tool, error);
        }
      }),
    );
  }
}

async function createInstance(tool: Tool, config: unknown, surroundings: Surroundings): Promise<unknown> {
  try {
    return await tool.create?.(config, surroundings);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new OperationFailedError(`Tool '${tool.name}' could not be started: ${message}`, { cause: error });
  }
}

async function loadTool(source: ToolSource): Promise<Tool> {
  const { toolName, toolVersion, module } = source;
  const found = await importDefault(source);
  if (isTool(found, source)) return found;
  const what = isNamed(found) ? `'${String(found.name)}' ${String(found.version)}` : `a value of type ${typeof found}`;
  throw new OperationFailedError(
    `Cannot load tool '${toolName}' ${toolVersion} in a thread: the default export of ${module} is ${what}`,
  );
}

async function importDefault({ toolName, module }: ToolSource): Promise<unknown> {
  try {
    const loaded: unknown = await import(module);
    return typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new OperationFailedError(`Cannot load tool '${toolName}' in a thread: ${message}`, { cause: error });
  }
}

function isTool(value: unknown, { toolName, toolVersion }: ToolSource): value is Tool {
  return isNamed(value) && value.name === toolName && value.version === toolVersion && "operations" in value;
}

function isNamed(value: unknown): value is { readonly name: unknown; readonly version: unknown } {
  return typeof value === "object" && value !== null && "name" in value && "version" in value;
}
