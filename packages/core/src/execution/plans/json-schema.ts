import type { JsonSchema } from "#contracts/json-schema.ts";
import { type KeyRule, type ObjectRule, planRules, stepRules } from "./plan-keys.ts";

/**
 * Plan files as JSON Schema (2020-12), for editors: it accepts what `checkPlan` accepts. What no schema can say (unique
 * ids, depth, references) is `analyzePlan`'s.
 */
export const planJsonSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "AIECS plan",
  description: "Several operations as plain data: a list of steps, or an object with steps and what holds for all.",
  anyOf: [{ $ref: "#/$defs/plan" }, planRules.keys.steps.schema],
  $defs: { plan: toObjectSchema(planRules), step: toObjectSchema(stepRules) },
};

function toObjectSchema({ keys, required }: ObjectRule): JsonSchema {
  const properties = Object.fromEntries(Object.entries(keys).map(([key, rule]) => [key, toKeySchema(rule)]));
  return { type: "object", properties, required, additionalProperties: false };
}

function toKeySchema({ schema, inside, besides }: KeyRule): JsonSchema {
  if (!inside) return schema;
  if (besides) return { ...schema, anyOf: [besides, toObjectSchema(inside)] };
  return { ...schema, ...toObjectSchema(inside) };
}
