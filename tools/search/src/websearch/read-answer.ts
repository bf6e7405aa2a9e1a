import { describeValue, isObject } from "#results/plain-object.ts";
import { readPath } from "#results/read-path.ts";
import type { WebResult } from "#schemas/search-web.ts";
import type { AnswerPaths } from "./provider-request.ts";

/** The results of an answer, and what of it could not be used. */
export type ReadAnswer = { readonly results: readonly WebResult[]; readonly notes: readonly string[] };

const maxSnippet = 1_000;

/** Reads what a provider answered. @throws when it is no JSON, or has no list of results where they should be */
export function readAnswer(body: Uint8Array, paths: AnswerPaths): ReadAnswer {
  const answer = parse(body);
  const list = paths.results === "" ? answer : textOrValue(answer, paths.results);
  // A provider that found nothing may leave the list out.
  if (list === undefined && isObject(answer)) {
    return { results: [], notes: [`the answer has no ${paths.results}: ${describeValue(answer)}`] };
  }
  if (!Array.isArray(list))
    throw new Error(
      `expected a list of results at ${paths.results || "the top"} of the answer, received ${describeValue(list)}`,
    );
  const byUrl = new Map<string, WebResult>();
  for (const item of list) {
    const found = toResult(item, paths);
    if (found !== undefined && !byUrl.has(found.url)) byUrl.set(found.url, found);
  }
  const unused = list.length - byUrl.size;
  const notes =
    unused === 0 ? [] : [`${unused} of ${list.length} results were left out: without a web address, or twice`];
  return { results: [...byUrl.values()], notes };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new Error("expected JSON, received something else; for searxng, allow the format json in its settings", {
      cause,
    });
  }
}

function toResult(item: unknown, paths: AnswerPaths): WebResult | undefined {
  const url = textOrValue(item, paths.url);
  if (typeof url !== "string" || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const title = textOf(textOrValue(item, paths.title));
  return {
    title: title === "" ? url : title,
    url,
    snippet: textOf(textOrValue(item, paths.snippet)).slice(0, maxSnippet),
  };
}

function textOrValue(root: unknown, path: string): unknown {
  return isObject(root) ? readPath(root, path)[0]?.value : undefined;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  "#39": "'",
  "#x27": "'",
};

/** A text without the marks that providers put around the words found. */
function textOf(value: unknown): string {
  if (typeof value !== "string") return "";
  return value
    .replace(/<\/?(?:strong|b|em|i|mark|span|br)\b[^>]*>/gi, "")
    .replace(/&(#x27|#39|[a-z]+);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}
