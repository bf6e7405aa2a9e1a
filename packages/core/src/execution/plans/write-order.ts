import type { Step } from "#contracts/plan.ts";
import type { CompiledStep } from "./compile-step.ts";

/** What a step's operation changes: the names of its declared effects, or anything when it declares none. */
export type WriteEffect = "nothing" | "anything" | readonly string[];

/**
 * The steps each step must follow so that what changes the same keeps its order, by index. A step with `after` says
 * itself what it follows; those behind it follow it all the same. Links go to the nearest writers only, so that their
 * number grows with the steps, not with the pairs.
 */
export function orderWrites(
  steps: readonly CompiledStep[],
  order: Iterable<number>,
  writes: (step: Step) => WriteEffect,
): ReadonlyMap<number, readonly number[]> {
  const links = new Map<number, readonly number[]>();
  const writers = new LastWriters();
  for (const index of order) {
    const compiled = steps[index];
    if (!compiled || compiled.problems.length > 0) continue;
    const effect = writes(compiled.step);
    if (effect === "nothing") continue;
    if (compiled.step.after === undefined) {
      const before = writers.follow(index, effect);
      if (before.length > 0) links.set(index, before);
    } else writers.join(index, effect);
  }
  return links;
}

/** For each effect, the writers that the next one must follow; all others stand before one of these. */
class LastWriters {
  #ofAnything: number[] = [];
  readonly #ofEffect = new Map<string, number[]>();

  /** The writers before this one, which takes their place. */
  follow(index: number, effect: "anything" | readonly string[]): readonly number[] {
    if (effect === "anything") {
      const before = this.#all();
      this.#ofAnything = [index];
      this.#ofEffect.clear();
      return before;
    }
    const before = new Set(effect.flatMap((name) => this.#ofEffect.get(name) ?? this.#ofAnything));
    for (const name of effect) this.#ofEffect.set(name, [index]);
    return [...before];
  }

  /** A writer that follows none of them, but is to be followed. */
  join(index: number, effect: "anything" | readonly string[]): void {
    if (effect === "anything") {
      for (const writers of this.#ofEffect.values()) writers.push(index);
      this.#ofAnything.push(index);
      return;
    }
    for (const name of effect) {
      const writers = this.#ofEffect.get(name);
      if (writers) writers.push(index);
      else this.#ofEffect.set(name, [...this.#ofAnything, index]);
    }
  }

  #all(): readonly number[] {
    if (this.#ofEffect.size === 0) return this.#ofAnything;
    return [...new Set([...this.#ofAnything, ...[...this.#ofEffect.values()].flat()])];
  }
}
