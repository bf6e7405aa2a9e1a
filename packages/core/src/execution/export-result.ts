import type { Artifact, ArtifactAccess } from "#contracts/artifact-store.ts";
import { isTable, type Table } from "#contracts/table.ts";
import { isPlainObject } from "#primitives/plain-data.ts";
import { keepTable } from "#toolkit/table-file.ts";

/**
 * A result as it leaves the process: as data, with tables in their JSON form. All rows of a table that shows only its
 * first ones are kept as an artifact, whose id stands beside them; a table given back that way is whole again.
 */
export async function exportResult(value: unknown, artifacts: ArtifactAccess): Promise<unknown> {
  const kept = new Map<Table, Promise<Artifact>>();

  const exportTable = async (table: Table): Promise<unknown> => {
    const json: object = JSON.parse(JSON.stringify(table));
    if (!table.truncated) return json;
    let keeping = kept.get(table);
    if (!keeping) kept.set(table, (keeping = keepTable(table, artifacts, "table")));
    return { ...json, artifact: (await keeping).id };
  };

  const visit = async (part: unknown): Promise<unknown> => {
    if (isTable(part)) return await exportTable(part);
    if (!holdsTable(part)) return part;
    if (Array.isArray(part)) return await Promise.all(part.map(visit));
    const entries = Object.entries(part).map(async ([key, item]) => [key, await visit(item)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };

  return await visit(value);
}

/** Whether a table stands somewhere within: what holds none stays the object that it is. */
function holdsTable(value: unknown, depth = 0): value is object {
  if (isTable(value)) return true;
  if (typeof value !== "object" || value === null || depth > maxDepth) return false;
  if (Array.isArray(value)) return value.some((item) => holdsTable(item, depth + 1));
  return isPlainObject(value) && Object.values(value).some((item) => holdsTable(item, depth + 1));
}

const maxDepth = 64;
