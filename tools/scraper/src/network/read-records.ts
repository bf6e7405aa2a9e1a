import { ValidationError } from "@aiecs/core/toolkit";
import { isRecord, kindOf, parseJson } from "./json.ts";

export type Page = {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | undefined;
};

const listKeys = ["data", "results", "items", "records", "rows"] as const;

/** The records of a JSON answer: a list of objects, or the one list that stands under a usual name. @throws E001 */
export function readRecords(text: string, source: string): Page {
  const answer = parseJson(text, source);
  if (Array.isArray(answer)) return { records: asRecords(answer, source), next: undefined };
  if (isRecord(answer)) {
    const key = listKeys.find((name) => Array.isArray(answer[name]));
    const list: unknown = key === undefined ? undefined : answer[key];
    if (Array.isArray(list)) return { records: asRecords(list, source), next: nextOf(answer) };
  }
  throw new ValidationError(
    `${source}: expected a JSON list of objects, or an object with one under ${listKeys.join(", ")}; received ${kindOf(answer)}`,
  );
}

function asRecords(list: readonly unknown[], source: string): Page["records"] {
  const odd = list.findIndex((item) => !isRecord(item));
  if (odd === -1) return list.filter(isRecord);
  throw new ValidationError(`${source}: expected a list of objects; item ${odd} is ${kindOf(list[odd])}`);
}

function nextOf(answer: Readonly<Record<string, unknown>>): string | undefined {
  const next = answer.next ?? (isRecord(answer.links) ? answer.links.next : undefined);
  return typeof next === "string" && next !== "" ? next : undefined;
}
