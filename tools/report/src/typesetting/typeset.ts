import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ValidationError } from "@aiecs/core/toolkit";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import type { Block, Report } from "#blocks/block.ts";
import { cleanLine, shortLine } from "#wording/clean-text.ts";
import { longDate } from "#wording/dates.ts";
import { documentSource } from "./document-source.ts";

export type TypesetReport = { readonly content: Uint8Array; readonly pages: number };

/** A report with more headings than this opens with a table of contents. */
const headingsWithoutContents = 7;

/** Documents whose parts stay in the typesetter's memory: the next report of the same kind is set faster. */
const keptDocuments = 3;

/** A folder that does not exist: whatever a picture refers to, there is nothing to read. */
const emptyWorkspace = join(import.meta.dirname, "no-files");

let compiler: NodeCompiler | undefined;

/** Sets a report as PDF: tagged, with bookmarks, fonts embedded. The same report gives the same bytes. */
export function typeset(report: Report): TypesetReport {
  const typst = (compiler ??= createCompiler());
  try {
    const paths = report.images.map(({ format, content }, place) => {
      const path = `/images/${place}.${format}`;
      typst.mapShadow(join(emptyWorkspace, path), Buffer.from(content));
      return path;
    });
    const inputs = { report: JSON.stringify(toInput(report, paths)) };
    const outcome = typst.compile({ mainFileContent: documentSource, inputs });
    const document = outcome.result;
    if (document === null) throw problemOf(typst, outcome);
    return { content: typst.pdf(document), pages: document.numOfPages };
  } finally {
    typst.resetShadow();
    typst.evictCache(keptDocuments);
  }
}

function createCompiler(): NodeCompiler {
  const folder = join(dirname(fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/package.json"))), "ttf");
  const names = [
    "DejaVuSansCondensed",
    "DejaVuSansCondensed-Bold",
    "DejaVuSansCondensed-Oblique",
    "DejaVuSansCondensed-BoldOblique",
  ];
  const fontBlobs = names.map((name) => readFileSync(join(folder, `${name}.ttf`)));
  return NodeCompiler.create({ workspace: emptyWorkspace, fontArgs: [{ fontBlobs }] });
}

function toInput(report: Report, paths: readonly string[]): object {
  const date = report.date?.split("-").map(Number);
  return {
    title: cleanLine(report.title).trim(),
    short_title: shortLine(report.title, 90),
    subtitle: [report.subtitle, report.date && longDate(report.date)].filter((part) => part).join("  ·  "),
    authors: report.author === undefined ? [] : [cleanLine(report.author)],
    date: date === undefined ? null : { year: date[0], month: date[1], day: date[2] },
    date_text: report.date === undefined ? "" : longDate(report.date),
    footer: shortLine(report.author ?? "", 90),
    contents: report.blocks.filter(({ t }) => t === "heading").length > headingsWithoutContents,
    blocks: report.blocks.map((block) => withPath(block, paths)),
  };
}

function withPath(block: Block, paths: readonly string[]): object {
  if (block.t !== "chart") return block;
  return { ...block, path: paths[block.image] };
}

/** What the typesetter found wrong: only a picture can be, since all else is checked before. */
function problemOf(typst: NodeCompiler, outcome: ReturnType<NodeCompiler["compile"]>): Error {
  const diagnostics = outcome.takeDiagnostics();
  const problems: readonly unknown[] = diagnostics === null ? [] : typst.fetchDiagnostics(diagnostics);
  const text = problems.map(messageOf).join("; ") || "unknown reason";
  return /image|svg|decode/i.test(text)
    ? new ValidationError(`charts: a picture cannot be read: ${text}`)
    : new Error(`The report could not be typeset: ${text}`);
}

function messageOf(problem: unknown): string {
  const message = typeof problem === "object" && problem !== null && "message" in problem ? problem.message : problem;
  return typeof message === "string" ? message : JSON.stringify(message);
}
