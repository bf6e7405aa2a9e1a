import { ValidationError } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { isMoment, isNumeric, publicTypeOf, type SqlType } from "#duckdb/sql.ts";

/** What a column of sales can be for. */
export type SalesRole = "date" | "amount" | "quantity" | "price" | "category" | "product";

/** The column for each role, by name; null when there is none. */
export type SalesColumns = { readonly [R in SalesRole]: string | null };

type Rule = {
  readonly types: (type: SqlType) => boolean;
  readonly expected: string;
  /** Names that speak for the role, the clearest first. */
  readonly names: readonly RegExp[];
  readonly never?: RegExp;
};

const isName = (type: SqlType): boolean => type === "VARCHAR" || type === "BIGINT" || type === "BOOLEAN";

const rules: { readonly [R in SalesRole]: Rule } = {
  date: {
    types: isMoment,
    expected: "a date or datetime column",
    names: [
      /^(order|sales?|invoice|transaction|purchase)?[_ ]?(date|day|datetime|timestamp|time)$/i,
      /date|time|day|month/i,
      /./,
    ],
    never: /ship|deliver|due|birth|update/i,
  },
  amount: {
    types: isNumeric,
    expected: "a numeric column",
    names: [
      /^(net[_ ]?)?(amount|revenue|turnover|sales|total)$/i,
      /(net|total|line|order|sales?)[_ ]?(amount|value|revenue|total|price)/i,
      /amount|revenue|turnover|sales|total/i,
    ],
    never:
      /quantity|qty|units?|count|tax|discount|cost|profit|margin|rate|percent|avg|average|mean|refund|shipping|freight|fees?(?:[_ ]|$)|tip[_ ]/i,
  },
  quantity: {
    types: isNumeric,
    expected: "a numeric column",
    names: [/^(quantity|qty|units|pieces)$/i, /quantity|qty|units|pieces|sold/i],
    never: /price|cost|amount|revenue/i,
  },
  price: {
    types: isNumeric,
    expected: "a numeric column",
    names: [/^unit[_ ]?price$/i, /price[_ ]?(per|each)|(per|each)[_ ]?price/i, /^price$/i, /price/i],
    never: /total|cost/i,
  },
  category: {
    types: isName,
    expected: "a column of names",
    names: [
      /^category$/i,
      /category/i,
      /^(segment|department|product[_ ]?line|genre|sector|group|type)$/i,
      /^(region|channel)$/i,
    ],
  },
  product: {
    types: isName,
    expected: "a column of names",
    names: [/^(product|item|article)([_ ]?name)?$/i, /^(sku|title|model|description)$/i, /product|item|article|sku/i],
    never: /category|line|type|group|price|count/i,
  },
};

/** Numbers that name something: `order_id`, `SalesRepNo`, `product code`. They are no amounts, quantities or prices. */
const identifier = /(?:^|[_ ])(?:id|no|nr|num|number|code|key)$/i;
const joinedIdentifier = /\p{Ll}(?:Id|ID|No|Nr|Num|Number|Code|Key)$/u;

function isIdentifier(name: string): boolean {
  return identifier.test(name) || joinedIdentifier.test(name);
}

/**
 * Finds what each column of a table of sales is for: by what was told, else by name and type.
 *
 * @throws E001 when a told column does not exist or has the wrong type
 */
export function recogniseColumns(
  table: DuckTable,
  told: { readonly [R in SalesRole]?: string | undefined },
): SalesColumns {
  const taken = new Set(Object.values(told));
  const find = (role: SalesRole): string | null => {
    const name = told[role];
    if (name !== undefined) return checkTold(table, role, name);
    const { types, names, never } = rules[role];
    const free = table.sqlColumns.filter(
      ({ type, name: free }) =>
        types(type) && !taken.has(free) && !never?.test(free) && !(types === isNumeric && isIdentifier(free)),
    );
    for (const pattern of names) {
      const found = free.find((column) => pattern.test(column.name));
      if (found === undefined) continue;
      taken.add(found.name);
      return found.name;
    }
    return null;
  };
  return {
    date: find("date"),
    amount: find("amount"),
    quantity: find("quantity"),
    price: find("price"),
    category: find("category"),
    product: find("product"),
  };
}

function checkTold(table: DuckTable, role: SalesRole, name: string): string {
  const type = table.sqlColumns[table.indexOf(name)]?.type ?? "VARCHAR";
  const { types, expected } = rules[role];
  if (types(type) || ((role === "category" || role === "product") && type !== "JSON")) return name;
  throw new ValidationError(`${role}_column: expected ${expected}, but ${name} is of type ${publicTypeOf(type)}`);
}
