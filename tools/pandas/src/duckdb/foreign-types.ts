import type { Projection, SqlType } from "./sql.ts";

const sameType: { readonly [type: string]: SqlType } = {
  TINYINT: "BIGINT",
  SMALLINT: "BIGINT",
  INTEGER: "BIGINT",
  BIGINT: "BIGINT",
  UTINYINT: "BIGINT",
  USMALLINT: "BIGINT",
  UINTEGER: "BIGINT",
  UBIGINT: "HUGEINT",
  HUGEINT: "HUGEINT",
  BOOLEAN: "BOOLEAN",
  DATE: "DATE",
  TIMESTAMP: "TIMESTAMP",
  TIMESTAMP_S: "TIMESTAMP",
  TIMESTAMP_MS: "TIMESTAMP",
  TIMESTAMP_NS: "TIMESTAMP",
  "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ",
  JSON: "JSON",
};

const textual = /^(VARCHAR|UUID|TIME|TIME_NS|TIME WITH TIME ZONE|INTERVAL|BIT|UHUGEINT|"NULL"|ENUM\(.*\))$/;

/** A column of any type that a file may bring, as a column of a type that our tables have. */
export function fromForeign(name: string, type: string, expression: string): Projection {
  const same = Object.hasOwn(sameType, type) ? sameType[type] : undefined;
  if (same !== undefined) return { name, type: same, expression };
  if (type === "FLOAT" || type === "DOUBLE" || type.startsWith("DECIMAL(")) {
    return {
      name,
      type: "DOUBLE",
      expression: `CASE WHEN isfinite(CAST(${expression} AS DOUBLE)) THEN ${expression} END`,
    };
  }
  if (textual.test(type)) return { name, type: "VARCHAR", expression };
  if (type === "BLOB") return { name, type: "VARCHAR", expression: `base64(${expression})` };
  return { name, type: "JSON", expression: `to_json(${expression})` };
}
