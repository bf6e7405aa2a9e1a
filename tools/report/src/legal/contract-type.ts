import { isPlainObject } from "#reading/plain-object.ts";
import { headingOf } from "#wording/heading-of.ts";
import { numberAt, textAt } from "./fields.ts";

/** The kind of contract in words: `Lease (83% sure)`. */
export function contractTypeOf(result: unknown): string {
  if (typeof result === "string" && result.trim() !== "") return headingOf(result);
  if (!isPlainObject(result)) return "Unknown";
  const type = textAt(result, "type", "contract_type", "label", "category", "name");
  const confidence = numberAt(result, "confidence", "score", "probability");
  if (type === undefined) return "Unknown";
  return confidence === undefined || confidence > 1 || confidence < 0
    ? headingOf(type)
    : `${headingOf(type)} (${percentOf(confidence)}% sure)`;
}

/** What is not quite sure does not say that it is. */
function percentOf(confidence: number): number {
  return confidence === 1 ? 100 : Math.min(99, Math.round(confidence * 100));
}
