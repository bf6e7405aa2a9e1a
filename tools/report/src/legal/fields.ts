import { isPlainObject } from "#reading/plain-object.ts";

export type Fields = { readonly [key: string]: unknown };

/** A list of records, given as such or under one of the keys of a result. */
export function listIn(value: unknown, keys: readonly string[]): readonly Fields[] {
  const list = Array.isArray(value)
    ? value
    : isPlainObject(value)
      ? keys.map((key) => value[key]).find((candidate) => Array.isArray(candidate))
      : undefined;
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}

/** Texts of a list under one of the keys; records in it count by their name. */
export function textsIn(value: unknown, ...keys: readonly string[]): readonly string[] {
  if (!isPlainObject(value)) return [];
  const list = keys.map((key) => value[key]).find((candidate) => Array.isArray(candidate));
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const text = isPlainObject(item) ? textAt(item, "type", "clause", "name", "text") : item;
    return typeof text === "string" && text !== "" ? [text] : [];
  });
}

export function textAt(fields: Fields, ...keys: readonly string[]): string | undefined {
  const value = keys
    .map((key) => fields[key])
    .find((candidate) => typeof candidate === "string" && candidate.trim() !== "");
  return typeof value === "string" ? value : undefined;
}

export function numberAt(fields: Fields, ...keys: readonly string[]): number | undefined {
  const value = keys
    .map((key) => fields[key])
    .find((candidate) => typeof candidate === "number" && Number.isFinite(candidate));
  return typeof value === "number" ? value : undefined;
}
