import type { Artifact, ArtifactAccess } from "#contracts/artifact-store.ts";
import type { Table } from "#contracts/table.ts";

const pageRows = 10_000;

/**
 * Keeps all rows of a table as a file: Parquet where the table can write it, else one JSON record a line. Neither way
 * are all records in memory at once.
 *
 * @param name of the file, without extension
 */
export async function keepTable(
  table: Table,
  artifacts: Pick<ArtifactAccess, "write" | "reserve" | "adopt">,
  name: string,
): Promise<Artifact> {
  if (table.toParquet) {
    const path = await artifacts.reserve(`${name}.parquet`);
    await table.toParquet(path);
    return await artifacts.adopt(path, "application/vnd.apache.parquet");
  }
  return await artifacts.write({ name: `${name}.ndjson`, mediaType: "application/x-ndjson", content: linesOf(table) });
}

async function* linesOf(table: Table): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < table.rows; offset += pageRows) {
    const records = await table.records({ offset, limit: pageRows });
    yield Buffer.from(`${records.map((record) => JSON.stringify(record)).join("\n")}\n`);
  }
}
