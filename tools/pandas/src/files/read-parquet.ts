import { ValidationError } from "@aiecs/core/toolkit";
import type { DuckTable } from "#duckdb/duck-table.ts";
import { fromForeign } from "#duckdb/foreign-types.ts";
import { nameSql, textSql } from "#duckdb/sql.ts";
import type { FileRequest } from "./file-request.ts";

/** Reads a Parquet file. @throws E001 when it is none */
export async function readParquet({ engine, path, file, signal }: FileRequest): Promise<DuckTable> {
  const from = `FROM read_parquet(${textSql(await engine.literalPath(path, ".parquet"))})`;
  return await engine.session(signal, async (session) => {
    try {
      const described = await session.rows(`DESCRIBE SELECT * ${from}`);
      const columns = described.map(([name, type]) => fromForeign(String(name), String(type), nameSql(String(name))));
      return await engine.createTable(session, { columns, from });
    } catch (error) {
      if (!(error instanceof Error) || error instanceof ValidationError || signal.aborted) throw error;
      const problem = error.message.split("\n")[0] ?? "";
      throw new ValidationError(`Cannot read ${file} as Parquet: ${problem.replaceAll(path, file)}`, { cause: error });
    }
  });
}
