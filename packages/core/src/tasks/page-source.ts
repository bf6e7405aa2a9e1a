import type { ResultPage, ResultRead } from "#contracts/task.ts";
import { isPlainObject } from "#primitives/plain-data.ts";

/** Something that can be read from any position on, one element after another. */
export type PageSource = {
  readonly kind: "rows" | "items" | "lines";
  /** How many elements there are, where that is known. */
  readonly total: number | null;
  readonly schema?: readonly { readonly name: string; readonly type: string }[];
  /** The elements from that position on; where `select` is given, rows may come with those columns alone. */
  scan(offset: number, options?: ScanOptions): AsyncIterable<unknown> | Iterable<unknown>;
};

export type ScanOptions = {
  readonly select?: readonly string[] | undefined;
  /** How many will be wanted, as far as is known. */
  readonly limit?: number;
};

const defaultPage = 100;

/** Some elements of a source. `next` counts all of them, whether they hold the text or not. */
export async function readPage(source: PageSource, read: ResultRead): Promise<ResultPage> {
  const { offset = 0, limit = defaultPage, select, grep } = read;
  const wanted = grep?.toLowerCase();
  const data: unknown[] = [];
  let position = offset;
  let next: number | null = null;
  const options = wanted === undefined ? { select, limit: limit + 1 } : {};
  for await (const element of source.scan(offset, options)) {
    if (wanted === undefined || holds(element, wanted)) {
      if (data.length === limit) {
        next = position;
        break;
      }
      data.push(pick(element, select));
    }
    position += 1;
  }
  const schema = select ? source.schema?.filter(({ name }) => select.includes(name)) : source.schema;
  return { kind: source.kind, data, total: source.total, next, ...(schema && { schema }) };
}

function holds(element: unknown, wanted: string): boolean {
  if (typeof element === "string") return element.toLowerCase().includes(wanted);
  if (typeof element !== "object" || element === null) return String(element).toLowerCase().includes(wanted);
  return Object.values(element).some((part) => holds(part, wanted));
}

/** The wanted keys of a record; anything else as it is. */
export function pick(element: unknown, select: readonly string[] | undefined): unknown {
  if (!select || typeof element !== "object" || element === null || !isPlainObject(element)) return element;
  return Object.fromEntries(select.filter((key) => Object.hasOwn(element, key)).map((key) => [key, element[key]]));
}
