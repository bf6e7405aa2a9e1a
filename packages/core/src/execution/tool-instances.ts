import { OperationFailedError, ValidationError } from "#contracts/errors.ts";
import type { Logger } from "#contracts/logger.ts";
import type { Surroundings, Tool } from "#contracts/tool.ts";
import { compileSchema } from "#toolkit/compile-schema.ts";
import { formatProblems } from "#toolkit/problems.ts";

export type ToolInstancesOptions = {
  /** A tool's settings as they were given, before its schema has seen them. */
  readonly settingsOf: (tool: Tool) => unknown;
  readonly surroundings: Surroundings;
  readonly logger: Logger;
};

/** Holds an instance for one call: it is not disposed before `release`. */
export type InstanceLease = { readonly instance: unknown; release(): void };

/** A tool in use. `users` counts running calls; a retired life ends with its last one. */
type Life = { readonly tool: Tool; readonly made: Promise<unknown>; users: number; retired: boolean };

/** The instances of tools: made at first use, once, also when many calls come at the same time. */
export class ToolInstances {
  readonly #options: ToolInstancesOptions;
  readonly #lives = new Map<Tool, Life>();

  constructor(options: ToolInstancesOptions) {
    this.#options = options;
  }

  get names(): readonly string[] {
    return Array.from(this.#lives.keys(), (tool) => tool.name);
  }

  /** A tool's settings, checked by its own schema. @throws E001 naming the tool and every problem */
  async configOf(tool: Tool): Promise<unknown> {
    const given = this.#options.settingsOf(tool);
    if (!tool.configSchema) return given;
    const outcome = await compileSchema(tool.configSchema)(given ?? {});
    if (outcome.problems === undefined) return outcome.value;
    throw new ValidationError(`Invalid configuration of '${tool.name}': ${formatProblems(outcome.problems)}`, {
      details: { problems: outcome.problems },
    });
  }

  /** The instance a tool's `create` makes, or the tool itself where it has none. */
  get(tool: Tool): Promise<unknown> {
    return this.#lifeOf(tool).made;
  }

  async lease(tool: Tool): Promise<InstanceLease> {
    const life = this.#lifeOf(tool);
    life.users += 1;
    const release = () => {
      life.users -= 1;
      if (life.retired && life.users === 0) void this.#end(life);
    };
    try {
      return { instance: await life.made, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Notes that a tool without a life is in use, so that it is listed. */
  note(tool: Tool): void {
    if (!tool.create) this.#lifeOf(tool);
  }

  /** Forgets all instances; each is disposed once its running calls have ended. */
  clear(): void {
    for (const tool of this.#lives.keys()) this.retire(tool);
  }

  retire(tool: Tool): void {
    const life = this.#lives.get(tool);
    if (!life) return;
    this.#lives.delete(tool);
    life.retired = true;
    if (life.users === 0) void this.#end(life);
  }

  /** Disposes everything and waits for it. */
  async close(): Promise<void> {
    const lives = [...this.#lives.values()];
    this.#lives.clear();
    await Promise.all(lives.map((life) => this.#end(life)));
  }

  #lifeOf(tool: Tool): Life {
    let life = this.#lives.get(tool);
    if (!life) {
      life = { tool, made: tool.create ? this.#make(tool) : Promise.resolve(tool), users: 0, retired: false };
      this.#lives.set(tool, life);
      const made = life;
      // A tool that could not be started is tried again by the next call.
      life.made.catch(() => {
        if (this.#lives.get(tool) === made) this.#lives.delete(tool);
      });
    }
    return life;
  }

  async #make(tool: Tool): Promise<unknown> {
    const config = await this.configOf(tool);
    try {
      return await tool.create?.(config, this.#options.surroundings);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new OperationFailedError(`Tool '${tool.name}' could not be started: ${message}`, { cause: error });
    }
  }

  async #end({ tool, made }: Life): Promise<void> {
    if (!tool.create || !tool.dispose) return;
    const ready = await made.then(
      (instance) => ({ instance }),
      () => undefined,
    );
    // What could not be made told its caller so, and has nothing to be disposed.
    if (!ready) return;
    try {
      await tool.dispose(ready.instance);
    } catch (error) {
      this.#options.logger.warn({ err: error, tool: tool.name }, "A tool could not be disposed");
    }
  }
}
