import type { ColumnType, Table, TableRecord } from "@aiecs/core/toolkit";
import type { DuckTable, TableRequest } from "./duck-table.ts";
import type { Session } from "./session.ts";
import { columnSql, type Projection, type SqlType } from "./sql.ts";

const pageRows = 10_000;
const chunkRows = 2_048;

/** Where imported tables go. */
export interface ImportTarget {
  newRelation(): string;
  createTable(session: Session, request: TableRequest): Promise<DuckTable>;
  drop(relation: string): void;
}

/** Brings a table that another tool or the caller made into the database. */
export async function importTable(target: ImportTarget, session: Session, table: Table): Promise<DuckTable> {
  const relation = target.newRelation();
  const traits = table.schema.map(() => ({ text: false, zoned: false }));
  const list = table.schema.map((_, index) => `${columnSql(index)} VARCHAR`).join(", ");
  try {
    await session.run(`CREATE TABLE ${relation} (${list})`);
    await fill(session, relation, table, traits);
    const columns = table.schema.map(({ name, type }, index) =>
      toProjection(name, type, columnSql(index), traits[index] ?? noTrait),
    );
    return await target.createTable(session, { columns, from: `FROM ${relation}` });
  } finally {
    target.drop(relation);
  }
}

/** What the values of a column tell beyond its type: integers beyond 2^53 are text, moments may have an offset. */
type Trait = { text: boolean; zoned: boolean };

const noTrait: Trait = { text: false, zoned: false };

async function fill(session: Session, relation: string, table: Table, traits: readonly Trait[]): Promise<void> {
  const { DuckDBDataChunk, VARCHAR } = await import("@duckdb/node-api");
  const appender = await session.append(relation);
  const types = table.schema.map(() => VARCHAR);
  for (let offset = 0; offset < table.rows; offset += pageRows) {
    const page = await table.records({ offset, limit: pageRows });
    for (let start = 0; start < page.length; start += chunkRows) {
      const rows = page.slice(start, start + chunkRows);
      const chunk = DuckDBDataChunk.create(types, rows.length);
      chunk.setColumns(
        table.schema.map(({ name, type }, index) => readTexts(rows, name, type, traits[index] ?? noTrait)),
      );
      appender.appendDataChunk(chunk);
    }
  }
  appender.closeSync();
}

const offsetPattern = /(Z|[+-]\d{2}:?\d{2})$/;

/** Hours and minutes without seconds, which the database wants. */
const shortClock = /([T ]\d{2}:\d{2})(?=Z|[+-]|$)/;

function readTexts(
  rows: readonly TableRecord[],
  name: string,
  type: ColumnType,
  trait: Trait,
): readonly (string | null)[] {
  return rows.map((record) => {
    const value = Object.hasOwn(record, name) ? record[name] : null;
    if (value === null || value === undefined) return null;
    if (type === "other") return JSON.stringify(value);
    if (typeof value === "string") {
      trait.text = true;
      if (type !== "datetime") return value;
      trait.zoned ||= offsetPattern.test(value);
      return value.replace(shortClock, "$1:00");
    }
    return JSON.stringify(value);
  });
}

function toProjection(name: string, type: ColumnType, text: string, { text: hasText, zoned }: Trait): Projection {
  const types: { readonly [T in ColumnType]: SqlType } = {
    string: "VARCHAR",
    integer: hasText ? "HUGEINT" : "BIGINT",
    number: "DOUBLE",
    boolean: "BOOLEAN",
    date: "DATE",
    datetime: zoned ? "TIMESTAMPTZ" : "TIMESTAMP",
    other: "JSON",
  };
  return { name, type: types[type], expression: text };
}
