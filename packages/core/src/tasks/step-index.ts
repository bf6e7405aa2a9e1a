import { NotFoundError } from "#contracts/errors.ts";
import type { Plan } from "#contracts/plan.ts";

/**
 * The step that somebody means: by its index, counted from the end where it is negative, or by its id. An index may come
 * as text, as in addresses.
 *
 * @throws NotFoundError when the plan has no such step
 */
export function stepIndex({ steps }: Plan, step: number | string): number {
  const byId = typeof step === "string" ? steps.findIndex(({ id }) => id === step) : -1;
  if (byId >= 0) return byId;
  const number = typeof step === "string" && /^-?\d{1,9}$/.test(step) ? Number(step) : step;
  const index = typeof number === "number" && number < 0 ? steps.length + number : number;
  if (typeof index === "number" && Number.isInteger(index) && index >= 0 && index < steps.length) return index;
  const known = steps.length === 0 ? "it has none" : `it has 0 to ${steps.length - 1}`;
  throw new NotFoundError(`The task has no step ${JSON.stringify(step)} (${known})`);
}
