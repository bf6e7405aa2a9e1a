import type { ArtifactHandle } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import { isTable, type Table, type TableColumn, type TableRecord } from "#contracts/table.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { isArtifactHandle } from "./artifact-schema.ts";
import { createTable } from "./memory-table.ts";
import { columnTypes } from "./table-values.ts";

/** The form a table leaves the process in, and comes back in. */
export type TableJson = {
  readonly rows: number;
  readonly columns: number;
  readonly schema: readonly TableColumn[];
  readonly data: readonly TableRecord[];
  readonly truncated?: boolean;
  /** The id of the file that holds all rows, where `data` does not. */
  readonly artifact?: string | null;
};

/** What a table parameter takes. A string is the name of a dataset in the plan's input, else the path of a file. */
export type TableInput =
  | Table
  | TableJson
  | readonly TableRecord[]
  | { readonly df: Table | TableJson }
  | ArtifactHandle
  | string;

/** Where a table parameter points: at a table, or at a file that is still to be read. */
export type TableSource =
  | { readonly table: Table }
  | { readonly path: string }
  /** A file that an operation made, by its handle or by its id. */
  | { readonly artifact: ArtifactHandle | string };

type InputContext = Pick<ToolContext, "input">;
type ReadContext = Pick<ToolContext, "input" | "call">;

const expected =
  "expected a table (an earlier step's result, a list of records, the name of a dataset in the plan's input, a file path, or an artifact)";

/** Whether a value may stand for a table, as far as its shape tells; for schemas. */
export function isTableInput(value: unknown): value is TableInput {
  if (typeof value === "string") return value !== "";
  return (
    isTable(value) ||
    isRecords(value) ||
    isTableJson(value) ||
    tableWithin(value) !== undefined ||
    isArtifactHandle(value)
  );
}

/** What to say of a value that `isTableInput` refused; takes what zod gives to `error`. */
export function tableInputError(issue: { readonly input?: unknown }): string {
  return `${expected}, received ${describe(issue.input)}`;
}

/**
 * The table that a parameter stands for, whatever its form; files are read by pandas_tool.
 *
 * @throws E001 saying what was expected and what came
 */
export async function readTable(value: unknown, context: ReadContext): Promise<Table> {
  const source = findTable(value, context);
  if ("table" in source) return source.table;
  const df = "path" in source ? source.path : value;
  const loaded = await context.call("pandas_tool.load_table", { df });
  if (isTable(loaded)) return loaded;
  throw new ValidationError(`Invalid table: pandas_tool.load_table returned ${describe(loaded)}`);
}

/** Like `readTable`, but leaves the reading of a file to the caller. @throws E001 saying what was expected and what came */
export function findTable(value: unknown, { input }: InputContext): TableSource {
  if (typeof value !== "string") return toSource(value);
  if (value === "") throw new ValidationError(`Invalid table: ${expected}, received an empty text`);
  if (!Object.hasOwn(input, value)) return { path: value };
  const dataset = input[value];
  return typeof dataset === "string" && dataset !== "" ? { path: dataset } : toSource(dataset, value);
}

function toSource(value: unknown, dataset?: string): TableSource {
  if (isTable(value)) return { table: value };
  if (isRecords(value)) return { table: createTable(value) };
  const within = tableWithin(value);
  if (within !== undefined) return toSource(within, dataset);
  if (isTableJson(value)) return fromTableJson(value);
  if (isArtifactHandle(value)) return { artifact: value };
  const where = dataset === undefined ? "" : ` for the dataset ${JSON.stringify(dataset)} of the plan's input`;
  throw new ValidationError(`Invalid table: ${expected}, received ${describe(value)}${where}`);
}

function fromTableJson(json: TableJson): TableSource {
  if (json.truncated === true || json.data.length < json.rows) {
    if (typeof json.artifact === "string") return { artifact: json.artifact };
    throw new ValidationError(
      `Invalid table: it holds only the first ${json.data.length} of its ${json.rows} rows; read its file or run the step that made it again`,
    );
  }
  return { table: createTable(json.data, { schema: json.schema }) };
}

function tableWithin(value: unknown): Table | TableJson | undefined {
  if (!isPlainObject(value) || !Object.hasOwn(value, "df")) return undefined;
  return isTable(value.df) || isTableJson(value.df) ? value.df : undefined;
}

export function isTableJson(value: unknown): value is TableJson {
  if (!isPlainObject(value)) return false;
  const { rows, columns, schema, data } = value;
  return typeof rows === "number" && typeof columns === "number" && isSchema(schema) && isRecords(data);
}

const knownTypes: ReadonlySet<unknown> = new Set(columnTypes);

function isSchema(value: unknown): value is readonly TableColumn[] {
  return (
    Array.isArray(value) &&
    value.every((column) => isPlainObject(column) && typeof column.name === "string" && knownTypes.has(column.type))
  );
}

function isRecords(value: unknown): value is readonly TableRecord[] {
  return Array.isArray(value) && value.every(isPlainObject);
}

function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) {
    const odd = value.findIndex((item) => !isPlainObject(item));
    return odd === -1 ? "a list of records" : `a list whose item ${odd} is ${describe(value[odd])}`;
  }
  if (typeof value !== "object") return `a ${typeof value}`;
  const keys = Object.keys(value).slice(0, 10);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.join(", ")}`;
}
