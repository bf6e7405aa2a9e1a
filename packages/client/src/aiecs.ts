import type { OperationTypes, OperationTypesOf, Tool } from "@aiecs/core";
import { type CallOptions, type ParamsOf, ValidationError } from "@aiecs/core/contracts";
import type { AiecsClient, OperationOf, Spec, ToolOf } from "#client/aiecs-client.ts";
import { Opening } from "#client/opening.ts";
import type { LocalOptions } from "#local/local-options.ts";
import { createRemoteClient } from "#remote/create-remote-client.ts";
import type { RemoteOptions } from "#remote/remote-options.ts";

/** Where the work is done: in this process, or on a server. */
export type AiecsOptions<Tools extends readonly Tool[] = readonly Tool[]> = LocalChoice<Tools> | RemoteChoice;

type LocalChoice<Tools extends readonly Tool[]> = LocalOptions<Tools> & { readonly url?: never };

type RemoteChoice = RemoteOptions & { readonly mode?: never };

/** Everything that can be done with AIECS, the same in this process and on a server. */
export type Aiecs<Types extends OperationTypes = OperationTypes> = AiecsClient<Types>;

interface AiecsConstructor {
  /**
   * In this process. Nothing is opened before the first call or `ready()`, which reject where it cannot be.
   *
   * @example
   * await using client = new Aiecs({ mode: "simple", tools: [mathTool] });
   * const sum = await client.executeOperation("math_tool.add", { a: 1, b: 2 });
   */
  new <const Tools extends readonly Tool[] = readonly []>(options: LocalChoice<Tools>): Aiecs<OperationTypesOf<Tools>>;
  /**
   * On a server.
   *
   * @throws E001 when the url is none
   * @example
   * await using client = new Aiecs<OperationTypesOf<typeof tools>>({ url: "https://example.org", apiKey });
   */
  new <Types extends OperationTypes = OperationTypes>(options: RemoteChoice): Aiecs<Types>;
}

class Client<Types extends OperationTypes> implements AiecsClient<Types> {
  readonly #client: Opening<AiecsClient<Types>>;

  constructor(options: AiecsOptions) {
    this.#client = new Opening(openerOf<Types>(options));
  }

  ready(...args: Args<"ready">) {
    return this.#use((client) => client.ready(...args));
  }

  executeOperation<S extends Spec<Types>>(spec: S, params?: ParamsOf<Types, S> | null, options?: CallOptions) {
    return this.#use((client) => client.executeOperation(spec, params, options));
  }

  executeTool<T extends ToolOf<Types> | (string & {}), O extends OperationOf<Types, T> | (string & {})>(
    tool: T,
    operation: O,
    params?: ParamsOf<Types, `${T}.${O}`> | null,
    options?: CallOptions,
  ) {
    return this.#use((client) => client.executeTool(tool, operation, params, options));
  }

  batchExecuteOperations(...args: Args<"batchExecuteOperations">) {
    return this.#use((client) => client.batchExecuteOperations(...args));
  }

  executeOperationsSequence(...args: Args<"executeOperationsSequence">) {
    return this.#use((client) => client.executeOperationsSequence(...args));
  }

  executeParallelOperations(...args: Args<"executeParallelOperations">) {
    return this.#use((client) => client.executeParallelOperations(...args));
  }

  batchToolCalls(...args: Args<"batchToolCalls">) {
    return this.#use((client) => client.batchToolCalls(...args));
  }

  executePlan(...args: Args<"executePlan">) {
    return this.#use((client) => client.executePlan(...args));
  }

  analyzePlan(...args: Args<"analyzePlan">) {
    return this.#use((client) => client.analyzePlan(...args));
  }

  getAvailableTools(...args: Args<"getAvailableTools">) {
    return this.#use((client) => client.getAvailableTools(...args));
  }

  submitTask(...args: Args<"submitTask">) {
    return this.#use((client) => client.submitTask(...args));
  }

  getTask(...args: Args<"getTask">) {
    return this.#use((client) => client.getTask(...args));
  }

  listTasks(...args: Args<"listTasks">) {
    return this.#use((client) => client.listTasks(...args));
  }

  getTaskHistory(...args: Args<"getTaskHistory">) {
    return this.#use((client) => client.getTaskHistory(...args));
  }

  waitForTask(...args: Args<"waitForTask">) {
    return this.#use((client) => client.waitForTask(...args));
  }

  cancelTask(...args: Args<"cancelTask">) {
    return this.#use((client) => client.cancelTask(...args));
  }

  resumeTask(...args: Args<"resumeTask">) {
    return this.#use((client) => client.resumeTask(...args));
  }

  deleteTask(...args: Args<"deleteTask">) {
    return this.#use((client) => client.deleteTask(...args));
  }

  approveStep(...args: Args<"approveStep">) {
    return this.#use((client) => client.approveStep(...args));
  }

  rejectStep(...args: Args<"rejectStep">) {
    return this.#use((client) => client.rejectStep(...args));
  }

  readResult(...args: Args<"readResult">) {
    return this.#use((client) => client.readResult(...args));
  }

  saveSchedule(...args: Args<"saveSchedule">) {
    return this.#use((client) => client.saveSchedule(...args));
  }

  listSchedules(...args: Args<"listSchedules">) {
    return this.#use((client) => client.listSchedules(...args));
  }

  deleteSchedule(...args: Args<"deleteSchedule">) {
    return this.#use((client) => client.deleteSchedule(...args));
  }

  readArtifact(...args: Args<"readArtifact">) {
    return this.#use((client) => client.readArtifact(...args));
  }

  async *stream(...args: Args<"stream">) {
    const client = await this.#client.get();
    yield* client.stream(...args);
  }

  async *events(...args: Args<"events">) {
    const client = await this.#client.get();
    yield* client.events(...args);
  }

  [Symbol.asyncDispose]() {
    return this.#client[Symbol.asyncDispose]();
  }

  async #use<T>(work: (client: AiecsClient<Types>) => Promise<T>): Promise<T> {
    return work(await this.#client.get());
  }
}

type Args<Method extends keyof AiecsClient> = Parameters<AiecsClient[Method]>;

export const Aiecs: AiecsConstructor = Client;

function openerOf<Types extends OperationTypes>(options: AiecsOptions): () => Promise<AiecsClient<Types>> {
  const { mode, url } = options;
  if (url !== undefined && mode === undefined) {
    const client = createRemoteClient<Types>(options);
    return async () => client;
  }
  if (url === undefined && (mode === "simple" || mode === "full")) {
    return async () => {
      const { openLocalClient } = await import("#local/open-local-client.ts");
      return openLocalClient<Types>(options);
    };
  }
  throw new ValidationError('Invalid options: expected one of { mode: "simple" }, { mode: "full" } and { url }');
}
