import { ValidationError } from "#contracts/errors.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import type { Reference } from "./parse.ts";
import type { ReferenceSite } from "./reference-site.ts";

/**
 * The step a reference names, by absolute index; undefined for the input and the element at hand.
 *
 * @throws E001 when it names nothing that stands before the step
 */
export function bindReference(reference: Reference, site: ReferenceSite): number | undefined {
  const { root, index, id, text } = reference;
  if (index !== undefined) return bindResult(index, text, site);
  if (id !== undefined) return bindStep(id, site);
  if (root !== "input") assertEach(`$${root}`, site);
  return undefined;
}

/** `text` has the index as its author wrote it, in the first brackets. @throws E001 */
export function bindResult(index: number, text: string, site: ReferenceSite): number {
  const target = index < 0 ? site.position + index : index;
  if (target >= 0 && target < site.position) return target;
  const written = text.slice(text.indexOf("[") + 1, text.indexOf("]"));
  throw new ValidationError(`Referenced result index ${written} out of range`);
}

/** @throws E001 */
export function bindStep(id: string, site: ReferenceSite): number {
  const target = site.ids.get(id);
  if (target === undefined) {
    throw new ValidationError(`No step has the id '${id}'`, {
      details: { didYouMean: didYouMean(id, site.ids.keys()) },
    });
  }
  if (target < site.position) return target;
  throw new ValidationError(`Step '${id}' does not come before step ${site.position - site.previousCount}`);
}

/** The element at hand and its index exist only where a step runs once per element. @throws E001 */
export function assertEach(name: string, site: ReferenceSite): void {
  if (!site.each) throw new ValidationError(`${name} has a meaning only in a step with 'each'`);
}
