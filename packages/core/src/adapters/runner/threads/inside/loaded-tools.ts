import { OperationFailedError } from "#contracts/errors.ts";
import type { Tool } from "#contracts/tool.ts";

export type ToolSource = { readonly toolName: string; readonly toolVersion: string; readonly module: string };

/** The tools that this thread has loaded, each once, and what their `create` made here. */
export class LoadedTools {
  readonly #tools = new Map<string, Promise<Tool>>();
  readonly #instances = new Map<Tool, Promise<unknown>>();

  /** @throws E003 unless the module's default export is that very tool */
  load(source: ToolSource): Promise<Tool> {
    const key = `${source.module} ${source.toolName} ${source.toolVersion}`;
    const known = this.#tools.get(key);
    if (known) return known;
    const loading = loadTool(source);
    this.#tools.set(key, loading);
    loading.catch(() => this.#tools.delete(key));
    return loading;
  }

  /** What the tool's `create` makes of its config. A failure is tried again by the next call. */
  instanceOf(tool: Tool, askConfig: () => Promise<unknown>): Promise<unknown> {
    const known = this.#instances.get(tool);
    if (known) return known;
    const making = createInstance(tool, askConfig);
    this.#instances.set(tool, making);
    making.catch(() => this.#instances.delete(tool));
    return making;
  }

  /** Disposes every instance; one that fails does not keep the others from it. */
  async dispose(onError: (tool: Tool, error: unknown) => void): Promise<void> {
    const instances = [...this.#instances];
    this.#instances.clear();
    await Promise.all(
      instances.map(async ([tool, made]) => {
        try {
          await tool.dispose?.(await made);
        } catch (error) {
          onError(tool, error);
        }
      }),
    );
  }
}

async function createInstance(tool: Tool, askConfig: () => Promise<unknown>): Promise<unknown> {
  const config = await askConfig();
  try {
    return await tool.create?.(config);
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
