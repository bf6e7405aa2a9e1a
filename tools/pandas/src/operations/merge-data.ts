import { type TableInput, unknownColumn, ValidationError } from "@aiecs/core/toolkit";
import { uniqueNames } from "#csv/header.ts";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { columnSql, isMoment, isNumeric, type Projection, publicTypeOf, type SqlType } from "#duckdb/sql.ts";
import { openTable, type PandasContext } from "#files/open-table.ts";
import type { JoinKind } from "#schemas/words.ts";

export type MergeDataParams = {
  readonly df1: TableInput;
  readonly df2: TableInput;
  /** @default the columns that both tables have */
  readonly on?: string | readonly string[] | undefined;
  /** @default "inner" */
  readonly how?: JoinKind | undefined;
};

const joins: { readonly [K in JoinKind]: string } = {
  inner: "INNER JOIN",
  left: "LEFT JOIN",
  right: "RIGHT JOIN",
  outer: "FULL JOIN",
};

/** The order of the rows: that of the first table, of the second where all of its rows stay. */
const orders: { readonly [K in JoinKind]: string } = {
  inner: "a.rowid, b.rowid",
  left: "a.rowid, b.rowid",
  right: "b.rowid, a.rowid",
  outer: "a.rowid NULLS LAST, b.rowid",
};

/**
 * Joins two tables on columns of the same name: first the columns of the first table, then those of the second that are
 * not joined on. Names that both have get `_1` and `_2`. Nulls have no partner.
 *
 * @throws E001 when the tables have no column in common, or columns to join on differ in type
 */
export async function mergeData(params: MergeDataParams, context: PandasContext): Promise<DuckTable> {
  const { df1, df2, how = "inner" } = params;
  const left = await openTable(df1, context);
  const right = await openTable(df2, context);
  const keys = chooseKeys(left, right, params.on);
  const condition = keys.map((key) => `a.${columnSql(key.left)} = b.${columnSql(key.right)}`).join(" AND ");
  const engine = context.instance;
  return await engine.session(context.signal, async (session) => {
    const from = `FROM ${session.use(left)} AS a ${joins[how]} ${session.use(right)} AS b ON ${condition}`;
    const [rows = 0] = await session.counts(`SELECT count(*) ${from}`);
    engine.checkRows(rows);
    return await engine.createTable(session, {
      columns: mergedColumns(left, right, keys),
      from: `${from} ORDER BY ${orders[how]}`,
    });
  });
}

type Key = { readonly left: number; readonly right: number; readonly type: SqlType };

function chooseKeys(left: DuckTable, right: DuckTable, on: MergeDataParams["on"]): readonly Key[] {
  const rightNames = new Set(right.schema.map(({ name }) => name));
  const names =
    on === undefined ? left.schema.map(({ name }) => name).filter((name) => rightNames.has(name)) : [on].flat();
  if (names.length === 0) {
    const list = (table: DuckTable): string => table.schema.map(({ name }) => name).join(", ");
    throw new ValidationError(
      `The tables have no column in common to merge on: df1 has ${list(left)}; df2 has ${list(right)}`,
    );
  }
  return names.map((name) => {
    const [at, other] = [indexIn(left, name, "df1"), indexIn(right, name, "df2")];
    const [one, two] = [left.sqlColumns[at]?.type ?? "VARCHAR", right.sqlColumns[other]?.type ?? "VARCHAR"];
    const type = keyType(one, two);
    if (type !== undefined) return { left: at, right: other, type };
    throw new ValidationError(
      `Cannot merge on ${name}: it is of type ${publicTypeOf(one)} in df1, but ${publicTypeOf(two)} in df2; read one of them with other dtypes`,
    );
  });
}

function indexIn(table: DuckTable, name: string, parameter: string): number {
  const index = table.schema.findIndex((column) => column.name === name);
  if (index !== -1) return index;
  const { message, details } = unknownColumn(name, table.schema);
  throw new ValidationError(`on: ${message} of ${parameter}`, { details });
}

function keyType(one: SqlType, two: SqlType): SqlType | undefined {
  if (one === two) return one;
  if (isNumeric(one) && isNumeric(two)) return one === "DOUBLE" || two === "DOUBLE" ? "DOUBLE" : "HUGEINT";
  if (isMoment(one) && isMoment(two))
    return one === "TIMESTAMPTZ" || two === "TIMESTAMPTZ" ? "TIMESTAMPTZ" : "TIMESTAMP";
  return undefined;
}

function mergedColumns(left: DuckTable, right: DuckTable, keys: readonly Key[]): readonly Projection[] {
  const joined = new Map(keys.map((key) => [key.left, key]));
  const joinedRight = new Set(keys.map((key) => key.right));
  const rest = right.sqlColumns.flatMap((column, index) => (joinedRight.has(index) ? [] : [{ ...column, index }]));
  const restNames = new Set(rest.map(({ name }) => name));
  const clashing = new Set(
    left.schema.flatMap(({ name }, index) => (!joined.has(index) && restNames.has(name) ? [name] : [])),
  );
  const first = left.sqlColumns.map(({ name, type }, index): Projection => {
    const key = joined.get(index);
    const own = `a.${columnSql(index)}`;
    if (key !== undefined) return { name, type: key.type, expression: `coalesce(${own}, b.${columnSql(key.right)})` };
    return { name: clashing.has(name) ? `${name}_1` : name, type, expression: own };
  });
  const second = rest.map(
    ({ name, type, index }): Projection => ({
      name: clashing.has(name) ? `${name}_2` : name,
      type,
      expression: `b.${columnSql(index)}`,
    }),
  );
  const columns = [...first, ...second];
  const names = uniqueNames(columns.map(({ name }) => name));
  return columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }));
}
