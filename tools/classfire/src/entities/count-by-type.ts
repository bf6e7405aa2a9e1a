import { type Entity, type EntityType, entityTypes } from "./entity.ts";

/** How many entities there are of each type, those without any as 0. */
export function countByType(entities: readonly Entity[]): { readonly [type in EntityType]: number } {
  const counts: { [type in EntityType]: number } = {
    PERSON: 0,
    ORGANIZATION: 0,
    LOCATION: 0,
    DATE: 0,
    MONEY: 0,
    PERCENT: 0,
    EMAIL: 0,
    URL: 0,
    PHONE: 0,
    LAW: 0,
  };
  for (const type of entityTypes) counts[type] = entities.filter((entity) => entity.type === type).length;
  return counts;
}
