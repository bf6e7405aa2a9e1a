import type { FileFormat } from "./corpus-input.ts";

const endings: { readonly [Format in FileFormat]?: string } = {
  text: "txt text log rst adoc asciidoc org tex srt vtt",
  markdown: "md markdown mdown mdx",
  html: "html htm xhtml",
  json: "json ndjson jsonl geojson",
  table: "csv tsv parquet xlsx",
  document: "pdf docx pptx odt odp rtf",
};

const formats: ReadonlyMap<string, FileFormat> = new Map(
  (["text", "markdown", "html", "json", "table", "document"] as const).flatMap((format) =>
    (endings[format] ?? "").split(" ").map((ending): [string, FileFormat] => [ending, format]),
  ),
);

/** Files that by custom have no ending. */
const customary = /^(?:readme|licen[cs]e|copying|copyright|notice|changelog|changes|authors|contributing|todo)\b/i;

/** How a file is read, by its name alone. */
export function fileFormat(name: string): FileFormat {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const ending = /\.([^.]+)$/.exec(base)?.[1]?.toLowerCase();
  const format = ending === undefined ? undefined : formats.get(ending);
  if (format !== undefined) return format;
  return customary.test(base) && (ending === undefined || !/^[cm]?[jt]sx?$/.test(ending)) ? "text" : "unknown";
}
