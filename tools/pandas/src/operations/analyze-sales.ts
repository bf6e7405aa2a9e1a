import { type TableInput, ValidationError } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { prepareSums } from "#duckdb/exact-sum.ts";
import type { Session } from "#duckdb/session.ts";
import { columnSql } from "#duckdb/sql.ts";
import { fromBigInt } from "#duckdb/values.ts";
import { openTable, type PandasContext } from "#files/open-table.ts";
import type { Growth, PeriodTotal } from "#sales/growth.ts";
import { recogniseColumns, type SalesColumns } from "#sales/recognise-columns.ts";
import { round } from "#sales/round.ts";
import { sumPeriods } from "#sales/sum-periods.ts";
import type { Period } from "#schemas/words.ts";

export type AnalyzeSalesParams = {
  readonly df: TableInput;
  readonly date_column?: string | undefined;
  readonly amount_column?: string | undefined;
  readonly category_column?: string | undefined;
  readonly product_column?: string | undefined;
  readonly quantity_column?: string | undefined;
  readonly price_column?: string | undefined;
  /** @default "month" */
  readonly period?: Period | undefined;
};

export type SalesTotals = {
  /** Sales less returns. */
  readonly net: number;
  /** Sales alone, and returns alone as a negative number. */
  readonly gross: number;
  readonly returns: number;
  /** Rows with an amount, and how many of them are returns. */
  readonly count: number;
  readonly return_count: number;
  readonly quantity: number | null;
  /** Net per row; null without rows. */
  readonly average: number | null;
};

export type CategoryTotal = {
  readonly category: string | number | boolean | null;
  readonly total: number;
  readonly count: number;
  /** Of the net total; null when that is 0. */
  readonly share: number | null;
};

export type ProductTotal = {
  readonly product: string | number | boolean | null;
  readonly total: number;
  readonly count: number;
  readonly quantity: number | null;
};

export type SalesAnalysis = Growth & {
  readonly rows: number;
  /** Which column was taken for what. */
  readonly columns: SalesColumns;
  readonly amount_source: "column" | "quantity_times_price";
  readonly totals: SalesTotals;
  readonly period: Period;
  readonly by_period: readonly PeriodTotal[];
  readonly by_category: readonly CategoryTotal[];
  readonly top_products: readonly ProductTotal[];
  readonly notes: readonly string[];
};

const topProducts = 5;

/** Categories beyond so many, by total, are left out. */
const maxCategories = 1_000;

/**
 * Sums sales: in all, by period, by category, by product. Totals are net: returns, which are negative amounts or
 * quantities, count negative.
 *
 * @throws E001 when no column holds amounts, or a named column has the wrong type
 */
export async function analyzeSales(params: AnalyzeSalesParams, context: PandasContext): Promise<SalesAnalysis> {
  const { period = "month" } = params;
  const table = await openTable(params.df, context);
  const recognised = recogniseColumns(table, {
    date: params.date_column,
    amount: params.amount_column,
    quantity: params.quantity_column,
    price: params.price_column,
    category: params.category_column,
    product: params.product_column,
  });
  const { columns, amount_source } = chooseAmount(table, recognised);
  return await context.instance.session(context.signal, async (session) => {
    const sales = salesSql(table, session.use(table), columns, amount_source);
    const sums = await prepareSalesSums(session, sales);
    const { totals, notes } = await sumAll(session, sales, columns, sums);
    const periods =
      columns.date === null
        ? { by_period: [], growth: null, growth_periods: null }
        : await sumPeriods(session, { sales, period, total: sums.net, quantity: sums.quantity });
    const by_category = columns.category === null ? [] : await sumCategories(session, sales, sums, totals.net);
    const top_products = columns.product === null ? [] : await sumProducts(session, sales, sums);
    return { rows: table.rows, columns, amount_source, totals, period, ...periods, by_category, top_products, notes };
  });
}

type AmountSource = SalesAnalysis["amount_source"];

function chooseAmount(
  table: DuckTable,
  columns: SalesColumns,
): { readonly columns: SalesColumns; readonly amount_source: AmountSource } {
  if (columns.amount !== null) return { columns, amount_source: "column" };
  if (columns.quantity !== null && columns.price !== null) return { columns, amount_source: "quantity_times_price" };
  if (columns.price !== null)
    return { columns: { ...columns, amount: columns.price, price: null }, amount_source: "column" };
  const list = table.schema.map(({ name, type }) => `${name} (${type})`).join(", ");
  throw new ValidationError(
    `No column holds sales amounts: expected one named like amount, revenue, sales or total, or quantity and unit price; name it as amount_column. Columns are ${list}`,
  );
}

/** The sales as a query in brackets with the columns day, amount, quantity, category, product. */
function salesSql(table: DuckTable, relation: string, columns: SalesColumns, source: AmountSource): string {
  const sql = (name: string | null): string => (name === null ? "NULL" : columnSql(table.indexOf(name)));
  const double = (name: string | null): string => `CAST(${sql(name)} AS DOUBLE)`;
  const amount = double(columns.amount);
  const value =
    source === "column"
      ? `CASE WHEN ${double(columns.quantity)} < 0 AND ${amount} > 0 THEN -${amount} ELSE ${amount} END`
      : `${double(columns.quantity)} * ${double(columns.price)}`;
  return `(SELECT CAST(${sql(columns.date)} AS DATE) AS day, ${value} AS amount, ${double(columns.quantity)} AS quantity,
           ${sql(columns.category)} AS category, ${sql(columns.product)} AS product FROM ${relation})`;
}

/** SQL of sums over sales. */
type SalesSums = { readonly [S in "net" | "gross" | "returns" | "quantity"]: string };

async function prepareSalesSums(session: Session, sales: string): Promise<SalesSums> {
  const expressions = ["amount", "greatest(amount, 0)", "least(amount, 0)", "quantity"];
  const [net, gross, returns, quantity] = (await prepareSums(session, sales, expressions)).map(({ sum }) => sum);
  return { net: net ?? "0", gross: gross ?? "0", returns: returns ?? "0", quantity: quantity ?? "NULL" };
}

async function sumAll(
  session: Session,
  sales: string,
  columns: SalesColumns,
  sums: SalesSums,
): Promise<{ readonly totals: SalesTotals; readonly notes: readonly string[] }> {
  const [net, gross, returns, quantity, count, returnCount, without, undated] = await session.row(
    `SELECT ${sums.net}, ${sums.gross}, ${sums.returns}, ${sums.quantity},
            count(amount), count_if(amount < 0), count_if(amount IS NULL), count_if(day IS NULL)
     FROM ${sales}`,
  );
  const total = round(net) ?? 0;
  const totals = {
    net: total,
    gross: round(gross) ?? 0,
    returns: round(returns) ?? 0,
    count: Number(count),
    return_count: Number(returnCount),
    quantity: round(quantity),
    average: Number(count) === 0 ? null : round(total / Number(count)),
  };
  const notes = [
    ...(columns.date === null ? ["No column holds dates: nothing was summed by period"] : []),
    ...(columns.date !== null && Number(undated) > 0
      ? [`Rows without a date, which are in no period: ${Number(undated)}`]
      : []),
    ...(Number(without) > 0 ? [`Rows without an amount, which count for nothing: ${Number(without)}`] : []),
  ];
  return { totals, notes };
}

async function sumCategories(
  session: Session,
  sales: string,
  sums: SalesSums,
  net: number,
): Promise<readonly CategoryTotal[]> {
  const rows = await session.rows(
    `SELECT category, ${sums.net} AS total, count(amount) FROM ${sales}
     GROUP BY category ORDER BY round(total, 6) DESC NULLS LAST, category LIMIT ${maxCategories}`,
  );
  return rows.map(([category, sum, count]) => {
    const total = round(sum) ?? 0;
    const share = net === 0 ? null : round(total / net);
    return { category: nameOf(category), total, count: Number(count), share };
  });
}

async function sumProducts(session: Session, sales: string, sums: SalesSums): Promise<readonly ProductTotal[]> {
  const rows = await session.rows(
    `SELECT product, ${sums.net} AS total, count(amount), ${sums.quantity} FROM ${sales} WHERE product IS NOT NULL
     GROUP BY product ORDER BY round(total, 6) DESC NULLS LAST, product LIMIT ${topProducts}`,
  );
  return rows.map(([product, total, count, quantity]) => ({
    product: nameOf(product),
    total: round(total) ?? 0,
    count: Number(count),
    quantity: round(quantity),
  }));
}

/** A category or product as JSON: they are texts, numbers or truth values. */
function nameOf(value: unknown): string | number | boolean | null {
  if (typeof value === "bigint") return fromBigInt(value);
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}
