import { isArtifactHandle } from "@aiecs/core/toolkit";
import { isRecord, toJson } from "./json.ts";

const shownItems = 3;
const shownKeys = 20;
const shownColumns = 60;
const shownCharacters = 200;
const shownDepth = 4;

/** What a value is, in a few words: for lists of results. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return value.length <= 80 ? toJson(value) : `text of ${value.length} characters`;
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (!isRecord(value)) return toJson(value);
  if (isArtifactHandle(value)) return `file ${value.name} (${value.media_type}, ${formatBytes(value.bytes)})`;
  if (isValueHandle(value)) return `${value.kind} of ${value.size ?? "?"} (${formatBytes(value.bytes)}), kept aside`;
  if (isTableJson(value)) return `table of ${value.rows} rows: ${cut(columnsOf(value).join(", "), 160)}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return "empty object";
  return `object with ${keys.slice(0, 8).join(", ")}${keys.length > 8 ? ` and ${keys.length - 8} more` : ""}`;
}

/**
 * A value cut down to what shows its shape: the first elements, the first keys, the beginnings of texts. A table stays one
 * that can be given as a parameter.
 *
 * @param handle what stands for the whole value
 */
export function shrinkValue(value: unknown, handle: string, depth = 0): unknown {
  if (typeof value === "string") return cut(value, shownCharacters);
  if (typeof value !== "object" || value === null) return value;
  if (isArtifactHandle(value)) return value;
  if (depth >= shownDepth) return describeValue(value);
  if (Array.isArray(value)) {
    const first = value.slice(0, shownItems).map((item, index) => shrinkValue(item, `${handle}[${index}]`, depth + 1));
    return value.length > shownItems ? [...first, `… ${value.length - shownItems} more`] : first;
  }
  if (!isRecord(value)) return describeValue(value);
  if (isTableJson(value)) {
    const { schema, data, rows, artifact } = value;
    const first = data.slice(0, shownItems).map((row) => shrinkValue(row, handle, depth + 1));
    const truncated = rows > first.length;
    return {
      ...value,
      schema: schema.slice(0, shownColumns),
      data: first,
      truncated,
      ...(truncated && { artifact: artifact ?? handle }),
    };
  }
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, shownKeys)
    .map(([key, item]) => [key, shrinkValue(item, handle + pathTo(key), depth + 1)] as const);
  if (entries.length > shownKeys) shown.push(["…", `${entries.length - shownKeys} more`]);
  return Object.fromEntries(shown);
}

function pathTo(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

type TableJson = {
  readonly rows: number;
  readonly artifact?: string | null;
  readonly schema: readonly { readonly name: string; readonly type: string }[];
  readonly data: readonly unknown[];
};

/** What the task service shows in place of a large value. */
type ValueHandle = {
  readonly $artifact: string;
  readonly kind: string;
  readonly size: number | null;
  readonly bytes: number;
};

function isValueHandle(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & ValueHandle {
  return typeof value.$artifact === "string" && typeof value.kind === "string" && typeof value.bytes === "number";
}

function isTableJson(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & TableJson {
  return (
    typeof value.rows === "number" && typeof value.columns === "number" && isList(value.schema) && isList(value.data)
  );
}

function isList(value: unknown): boolean {
  return Array.isArray(value);
}

function columnsOf({ schema }: TableJson): string[] {
  return schema.map(({ name, type }) => `${name} (${type})`);
}

export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length} characters)`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
