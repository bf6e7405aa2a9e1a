import { didYouMean, ValidationError } from "@aiecs/core/toolkit";
import { dailySales } from "./daily-sales.ts";
import type { Template } from "./template.ts";

/** The templates of reports of a day, by the names that plans use. */
const templates: ReadonlyMap<string, Template> = new Map([["daily_sales_template", dailySales]]);

/** @throws E001 naming the known templates */
export function findTemplate(name: string): Template {
  const found = templates.get(name);
  if (found) return found;
  const closest = didYouMean(name, templates.keys())[0];
  const hint = closest === undefined ? "" : `, did you mean ${closest}?`;
  throw new ValidationError(
    `template: unknown template ${JSON.stringify(name)}${hint} (known are ${[...templates.keys()].join(", ")})`,
  );
}
