import type { Plan } from "#contracts/plan.ts";

const sealed = new WeakSet<object>();

/**
 * Freezes a plan through and through, so that what was found out about it once stays true: it is checked and compiled
 * once, however often it runs. Only for plans that nobody else holds yet.
 */
export function sealPlan(plan: Plan): Plan {
  freeze(plan);
  sealed.add(plan);
  sealed.add(plan.steps);
  return plan;
}

/** Whether this is a sealed plan, or the list of its steps. */
export function isSealed(value: object): boolean {
  return sealed.has(value);
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
