import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/** A fenced block. The words after its language say what the tests do with it: `run`, and `file=name` to write it there. */
export type Block = {
  /** The document, by its path from the root. */
  readonly path: string;
  readonly line: number;
  readonly language: string;
  readonly file: string | undefined;
  readonly run: boolean;
  readonly text: string;
};

export type Document = {
  readonly path: string;
  readonly folder: string;
  /** Everything outside of fenced blocks, line for line. */
  readonly prose: string;
  readonly blocks: readonly Block[];
};

/** The documents of the repository. */
export function readDocuments(): Document[] {
  const files = globSync("**/*.md", {
    exclude: ["**/node_modules/**", "**/dist/**", "**/.*/**", "**/fixtures/**", "examples/*/data/*/**"],
  });
  return files.toSorted().map(readDocument);
}

export function readDocument(path: string): Document {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { readonly info: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of readFileSync(path, "utf8").split("\n").entries()) {
    const fence = /^```(.*)$/.exec(line);
    prose.push(open || fence ? "" : line);
    if (!fence) open?.lines.push(line);
    else if (open) {
      blocks.push(toBlock(path, open));
      open = undefined;
    } else open = { info: fence[1] ?? "", line: index + 1, lines: [] };
  }
  if (open) throw new Error(`${path}:${open.line}: this block has no end`);
  return { path, folder: dirname(path), prose: prose.join("\n"), blocks };
}

function toBlock(
  path: string,
  open: { readonly info: string; readonly line: number; readonly lines: string[] },
): Block {
  const [language = "", ...words] = open.info.split(" ");
  const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
  const text = `${open.lines.join("\n")}\n`;
  return { path, line: open.line, language, file, run: words.includes("run"), text };
}

/** The cells of the table under the header that begins with these cells, without code marks. @throws when there is none */
export function readTable({ path, prose }: Document, header: readonly string[]): string[][] {
  const lines = prose.split("\n");
  const cellsOf = (line = ""): string[] =>
    line.startsWith("|")
      ? line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim().replaceAll("`", ""))
      : [];
  const start = lines.findIndex((line) => header.every((cell, index) => cellsOf(line)[index] === cell));
  if (start === -1) throw new Error(`${path} has no table with the columns ${header.join(", ")}`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end === -1 ? rest.length : end).map(cellsOf);
}
