import { ValidationError } from "#contracts/errors.ts";
import type { CircuitBreaker, Limits, Operation } from "#contracts/operation.ts";
import type { Schema } from "#contracts/schema.ts";
import type { Tool } from "#contracts/tool.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { compileParams, compileSchema } from "#toolkit/compile-schema.ts";
import { findOperation, parseSpec } from "#toolkit/find-operation.ts";
import type { PreparedOperation, SharedLimits } from "./call.ts";
import { CircuitState } from "./circuit-state.ts";
import { buildPipeline } from "./pipeline.ts";
import { areSameWishes, checkWishes, decidePolicy, executorTypeOf, type PolicyOverrides } from "./policy.ts";
import type { OpenOperationSource, Services } from "./services.ts";

type SharedParts = Omit<PreparedOperation, "policy" | "run">;

/** Makes operations ready when they are first used, and keeps them until their tool goes. */
export class OperationShelf implements OpenOperationSource {
  readonly #getServices: () => Services;
  readonly #shared = new Map<string, SharedParts>();
  readonly #prepared = new Map<string, PreparedOperation>();
  /** The last one made for a call with wishes: calls mostly repeat them. */
  readonly #wished = new Map<string, { readonly wishes: PolicyOverrides; readonly operation: PreparedOperation }>();
  readonly #toolLimits = new Map<Tool, SharedLimits>();

  /** The services are asked for late: they hold this shelf themselves. */
  constructor(getServices: () => Services) {
    this.#getServices = getServices;
  }

  /** @throws E001 for a malformed spec or an unknown executor type, E003 for an unknown tool or operation */
  get(spec: string, wishes?: PolicyOverrides): PreparedOperation {
    if (wishes !== undefined) return this.#getWished(spec, wishes);
    let prepared = this.#prepared.get(spec);
    if (!prepared) {
      prepared = withPolicy(this.#sharedOf(spec), this.#getServices(), {});
      this.#prepared.set(spec, prepared);
    }
    return prepared;
  }

  getWith(spec: string, executor: IToolExecutor, wishes: PolicyOverrides = {}): PreparedOperation {
    const services = this.#getServices();
    const names = parseSpec(spec);
    const registered =
      services.tools.hasTool(names.tool) &&
      Object.hasOwn(services.tools.getTool(names.tool).operations, names.operation);
    const shared = registered ? this.#sharedOf(spec) : this.#unregistered(spec, names);
    return build(shared, services, { executor, wishes });
  }

  forget(tool: Tool): void {
    this.#toolLimits.delete(tool);
    for (const [spec, { tool: owner }] of this.#shared) {
      if (owner !== tool) continue;
      this.#shared.delete(spec);
      this.#prepared.delete(spec);
      this.#wished.delete(spec);
    }
  }

  /** For when something every pipeline was built upon has changed; limits keep their state. */
  rebuild(): void {
    this.#prepared.clear();
    this.#wished.clear();
  }

  #getWished(spec: string, wishes: PolicyOverrides): PreparedOperation {
    const last = this.#wished.get(spec);
    if (last && areSameWishes(last.wishes, wishes)) return last.operation;
    checkWishes(wishes);
    const operation = withPolicy(this.#sharedOf(spec), this.#getServices(), wishes);
    this.#wished.set(spec, { wishes, operation });
    return operation;
  }

  #sharedOf(spec: string): SharedParts {
    const services = this.#getServices();
    let shared = this.#shared.get(spec);
    if (!shared) {
      const found = findOperation(services.tools, spec);
      const ownSpec = `${found.tool.name}.${found.name}`;
      // Called by an alias of its tool, an operation has the limits and figures that it has by its own name.
      shared = ownSpec === spec ? this.#makeShared(found, spec) : this.#sharedOf(ownSpec);
      this.#shared.set(spec, shared);
    }
    services.instances.note(shared.tool);
    return shared;
  }

  #makeShared({ tool, operation, name }: ReturnType<typeof findOperation>, spec: string): SharedParts {
    const services = this.#getServices();
    return {
      ...describe(services, tool, name, operation),
      limits: createLimits(services, operation, `operation:${spec}`),
      toolLimits: this.#limitsOf(tool),
      circuit: operation.circuitBreaker && createCircuit(services, operation.circuitBreaker, spec),
    };
  }

  /** An operation nobody registered: any parameters, no limits of its own. */
  #unregistered(spec: string, names: { readonly tool: string; readonly operation: string }): SharedParts {
    const definition: Operation = {
      description: spec,
      inputSchema: anything,
      execute: () => undefined,
    };
    const tool: Tool = {
      name: names.tool,
      description: "",
      version: "0",
      operations: { [names.operation]: definition },
    };
    const none: SharedLimits = { rate: undefined, slots: undefined };
    const described = describe(this.#getServices(), tool, names.operation, definition);
    return { ...described, limits: none, toolLimits: none, circuit: undefined };
  }

  #limitsOf(tool: Tool): SharedLimits {
    let limits = this.#toolLimits.get(tool);
    if (!limits) this.#toolLimits.set(tool, (limits = createLimits(this.#getServices(), tool, `tool:${tool.name}`)));
    return limits;
  }
}

const anything: Schema = { "~standard": { version: 1, vendor: "aiecs", validate: (value) => ({ value }) } };

function describe(
  services: Services,
  tool: Tool,
  name: string,
  definition: Operation,
): Omit<SharedParts, "limits" | "toolLimits" | "circuit"> {
  const spec = `${tool.name}.${name}`;
  return {
    spec,
    tool,
    name,
    definition,
    validate: compileParams(spec, definition.inputSchema),
    checkOutput: definition.outputSchema && compileSchema(definition.outputSchema),
    figures: services.statistics.figuresOf(spec),
  };
}

function withPolicy(shared: SharedParts, services: Services, wishes: PolicyOverrides): PreparedOperation {
  const type = executorTypeOf(shared.definition, wishes);
  const executor = services.executors.get(type);
  if (executor) return build(shared, services, { executor, wishes });
  const known = [...services.executors.keys()].join(", ");
  throw new ValidationError(`Unknown executor type '${type}' for ${shared.spec}; registered are ${known}`);
}

function build(
  shared: SharedParts,
  services: Services,
  { executor, wishes }: { readonly executor: IToolExecutor; readonly wishes: PolicyOverrides },
): PreparedOperation {
  const policy = decidePolicy(shared.tool, shared.definition, services.config, wishes);
  const parts = { ...shared, policy };
  return { ...parts, run: buildPipeline(parts, executor, services) };
}

function createLimits(services: Services, { rateLimit, maxConcurrency }: Limits, name: string): SharedLimits {
  return {
    rate: rateLimit && rateLimit.perSecond > 0 ? services.createRateLimiter(rateLimit, name) : undefined,
    slots: maxConcurrency === undefined ? undefined : services.createConcurrencyLimiter(maxConcurrency, name),
  };
}

function createCircuit(services: Services, breaker: CircuitBreaker, spec: string): CircuitState {
  return new CircuitState({ ...breaker, spec, clock: services.clock });
}
