import {
  type ArtifactHandle,
  createTable,
  isTableInput,
  type Table,
  type ToolContext,
  ValidationError,
} from "@aiecs/core/toolkit";

/** Files of sheets, which office_tool knows how to open. */
export const workbookExtensions: readonly string[] = [".xlsx", ".xlsm", ".ods"];

/**
 * The first sheet of a workbook that holds a table, read by office_tool. Take the tables of its `read_document` for others.
 *
 * @param name for messages
 * @throws E001 when no sheet holds a table, or office_tool is not there
 */
export async function readWorkbook(
  file: ArtifactHandle | string,
  name: string,
  context: Pick<ToolContext, "call">,
): Promise<Table> {
  const found: unknown = await context.call("office_tool.read_document", { file_path: file }).catch(explain(name));
  const tables = typeof found === "object" && found !== null && "tables" in found ? found.tables : [];
  const first: unknown = Array.isArray(tables) ? tables[0] : undefined;
  const records = typeof first === "object" && first !== null && "data" in first ? first.data : undefined;
  if (Array.isArray(records) && isTableInput(records)) return createTable(records);
  throw new ValidationError(`${name} holds no table: expected a sheet with a header and rows`);
}

function explain(name: string): (error: unknown) => never {
  return (error) => {
    const isMissing = error instanceof Error && error.message === "Tool 'office_tool' is not registered";
    if (!isMissing) throw error;
    throw new ValidationError(
      `Cannot read ${name}: workbooks are read by office_tool, which is not there; npm install @aiecs/tool-office, or save the sheet as CSV`,
      { cause: error },
    );
  };
}
