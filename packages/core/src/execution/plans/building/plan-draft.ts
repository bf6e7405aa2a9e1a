import { ValidationError } from "#contracts/errors.ts";
import type { Step } from "#contracts/plan.ts";
import { isPlainObject, maxDepth } from "#execution/references/scan.ts";
import type { EachOptions, Interpolated } from "./builder-types.ts";
import { printTarget, type RefTarget, targetOf } from "./plan-reference.ts";
import { printForCondition } from "./print-condition.ts";
import { TemplateReference } from "./template-reference.ts";

type DraftStep = Omit<Step, "after"> & { readonly after?: readonly number[] };

/** The steps of a plan while it is built, as plain data. */
export class PlanDraft {
  readonly #steps: DraftStep[] = [];

  /** Adds a step and returns its index. `scope` owns the references to its element. */
  add(
    operation: string,
    params: unknown,
    options: EachOptions,
    each?: { readonly list: unknown; readonly scope: object },
  ): number {
    const { after, ...keys } = options;
    this.#steps.push({
      ...keys,
      operation,
      params: Object.fromEntries(
        Object.entries(params ?? {}).map(([key, value]) => [key, this.toData(value, each?.scope)]),
      ),
      ...(each && { each: this.toData(each.list) }),
      ...(after && { after: after.map((reference) => this.#indexOf(reference)) }),
    });
    return this.#steps.length - 1;
  }

  /**
   * The value with references as texts. What is too deep stays as it is, for the plan's check to refuse.
   *
   * @throws E001 for what no plan file can hold, such as a table itself
   */
  toData(value: unknown, scope?: object, depth = 1): unknown {
    const target = targetOf(value);
    if (target) return printTarget(this.#owned(target, scope));
    if (value instanceof TemplateReference) return value.print((part) => this.#print(part, printTarget, scope));
    if (typeof value === "function" || typeof value === "symbol") throw noPlainData(`a ${typeof value}`);
    if (typeof value !== "object" || value === null || depth > maxDepth) return value;
    if (Array.isArray(value)) return value.map((item) => this.toData(item, scope, depth + 1));
    if (!isPlainObject(value)) throw noPlainData("an object that is more than its keys");
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.toData(item, scope, depth + 1)]));
  }

  condition(texts: readonly string[], values: readonly Interpolated[]): string {
    const printed = values.map((value) => this.#print(value, printForCondition) ?? JSON.stringify(value));
    return texts.map((text, index) => text + (printed[index] ?? "")).join("");
  }

  /** The steps as a plan holds them: one that others come after has an id. */
  finish(): Step[] {
    const named = new Set(this.#steps.flatMap(({ after }) => after ?? []));
    const taken = new Set(this.#steps.map(({ id }) => id));
    const ids = this.#steps.map(({ id }, index) => id ?? (named.has(index) ? freeId(index, taken) : undefined));
    return this.#steps.map(({ after, ...step }, index) => {
      const id = ids[index];
      return {
        ...(id !== undefined && { id }),
        ...step,
        ...(after && { after: after.map((before) => ids[before]).filter((before) => before !== undefined) }),
      };
    });
  }

  #print(value: Interpolated, print: (target: RefTarget) => string, scope?: object): string | undefined {
    const target = targetOf(value);
    return target && print(this.#owned(target, scope));
  }

  #owned(target: RefTarget, scope: object | undefined): RefTarget {
    if (target.owner === this || (scope !== undefined && target.owner === scope)) return target;
    const { root } = target.reference;
    const where = root === "item" || root === "index" ? "in the parameters of its own step" : "in its own plan";
    throw new ValidationError(`${printTarget(target)} has a meaning only ${where}`);
  }

  #indexOf(reference: unknown): number {
    const target = targetOf(reference);
    const { index, path } = (target && this.#owned(target, undefined).reference) ?? {};
    if (index !== undefined && path?.length === 0) return index;
    throw new ValidationError("after: expected what earlier steps returned, as a whole");
  }
}

function noPlainData(received: string): ValidationError {
  return new ValidationError(
    `A plan is plain data: expected texts, numbers, lists and objects of these, received ${received}`,
  );
}

function freeId(index: number, taken: Set<string | undefined>): string {
  let id = `step_${index}`;
  while (taken.has(id)) id += "_";
  taken.add(id);
  return id;
}
