/** Why files of a folder were left out, and what else readers should know of the corpus. */
export type Skipped = { readonly reason: string; readonly count: number; readonly examples: readonly string[] };

const maxExamples = 3;

/** Collects what was left out: a count and a few names for each reason. */
export class Remarks {
  readonly #skipped = new Map<string, { count: number; readonly examples: string[] }>();
  readonly #notes = new Set<string>();

  skip(reason: string, name: string): void {
    const found = this.#skipped.get(reason) ?? { count: 0, examples: [] };
    found.count += 1;
    if (found.examples.length < maxExamples) found.examples.push(name);
    this.#skipped.set(reason, found);
  }

  note(text: string): void {
    this.#notes.add(text);
  }

  /** Takes over what another one holds. */
  add(other: Remarks): void {
    for (const [reason, { count, examples }] of other.#skipped) {
      for (const name of examples) this.skip(reason, name);
      const found = this.#skipped.get(reason);
      if (found) found.count += count - examples.length;
    }
    for (const text of other.#notes) this.#notes.add(text);
  }

  get skipped(): readonly Skipped[] {
    return Array.from(this.#skipped, ([reason, { count, examples }]) => ({ reason, count, examples }));
  }

  get notes(): readonly string[] {
    return [...this.#notes];
  }
}
