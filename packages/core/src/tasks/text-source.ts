import type { ArtifactStore } from "#contracts/artifact-store.ts";
import type { PageSource } from "./page-source.ts";

/** A longer line is cut: what has no line breaks must not fill the memory. */
const longestLine = 1024 * 1024;

/** A file's lines of text. */
export function textLines(artifacts: Pick<ArtifactStore, "read">, id: string): PageSource {
  return { kind: "lines", total: null, scan: (offset) => linesFrom(artifacts.read(id), offset, longestLine) };
}

/** A file that holds an element a line. */
export function jsonLines(artifacts: Pick<ArtifactStore, "read">, id: string, total: number | null): PageSource {
  return { kind: "items", total, scan: (offset) => elementsFrom(artifacts.read(id), offset) };
}

async function* elementsFrom(parts: AsyncIterable<Uint8Array>, offset: number): AsyncGenerator<unknown> {
  for await (const line of linesFrom(parts, offset, Number.POSITIVE_INFINITY)) yield JSON.parse(line);
}

/** The lines of a text from one on, with or without carriage returns. */
async function* linesFrom(parts: AsyncIterable<Uint8Array>, offset: number, longest: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = "";
  const take = (line: string): string | undefined => {
    number += 1;
    return number > offset ? line.slice(0, longest) : undefined;
  };
  for await (const part of parts) {
    const lines = decoder.decode(part, { stream: true }).split("\n");
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? "";
    if (rest.length > longest) rest = rest.slice(0, longest);
    for (const line of lines) {
      const wanted = take(line.endsWith("\r") ? line.slice(0, -1) : line);
      if (wanted !== undefined) yield wanted;
    }
  }
  rest += decoder.decode();
  const last = rest === "" ? undefined : take(rest);
  if (last !== undefined) yield last;
}
