/**
 * Scenario 5: a hundred real documents are found, converted to PDF in one batch, read again from their PDFs, and summed
 * up. Then the same is interrupted half way, and goes on where it was. Looks at processes as Linux shows them.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { type Artifact, createExecutor, parsePlan } from "@aiecs/core";
import { isArtifact } from "@aiecs/core/toolkit";
import officeTool from "@aiecs/tool-office";
import { PDFDocument } from "pdf-lib";
import { openPlanRunner } from "../plan-runner.ts";
import { discoverDocuments } from "./discover-documents.ts";
import { checkInterruption } from "./interruption.ts";
import { countOffices, watchOffices } from "./processes.ts";
import { sourceWords } from "./source-words.ts";

type Document = { readonly text: string; readonly pages: readonly unknown[] };
type Pdf = Artifact & { readonly pages: number; readonly engine: string };

const folder = await mkdtemp(join(tmpdir(), "aiecs-batch-conversion-"));

/** Words of the source, and how many of them the PDF does not show; words may be broken at the end of a line. */
async function compareWords(
  path: string,
  { text }: Document,
): Promise<{ readonly words: number; readonly lost: string[] }> {
  const words = await sourceWords(path);
  const shown = text.replace(/\s/g, "");
  return { words: words.length, lost: words.filter((word) => !shown.includes(word)) };
}

async function checkPdf(pdf: Pdf, document: Document): Promise<void> {
  const content = await readFile(pdf.path);
  assert.equal(content.length, pdf.bytes);
  assert.equal(createHash("sha256").update(content).digest("hex"), pdf.sha256);
  const pages = (await PDFDocument.load(content)).getPageCount();
  assert.deepEqual([pdf.pages, document.pages.length], [pages, pages], pdf.name);
}

try {
  // File discovery
  const sources = await discoverDocuments(join(folder, "documents"), 100);
  assert.equal(sources.length, 100);
  const kinds = Object.entries(Object.groupBy(sources, ({ path }) => extname(path).slice(1)));
  console.log(`found ${sources.length} documents: ${kinds.map(([kind, of]) => `${of?.length} ${kind}`).join(", ")}`);

  // All at once: what paces the work are the two office processes.
  const config = { roots: [folder], artifacts_folder: join(folder, "runs"), rate_limit_requests_per_second: 0 };
  const settings = { tools: [officeTool], config };
  await using executor = createExecutor(settings);
  const stopProgress = executor.on("task.progressed", ({ ended, steps }) => {
    if (ended % 20 === 0) console.log(`  ${ended} of ${steps}`);
  });

  // Batch conversion
  const fileOperations = sources.map(({ path }) => ({
    operation: "office_tool.convert_to_pdf",
    params: { file_path: path },
  }));
  let startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1);
  const offices = watchOffices();
  const results = await executor.batchExecuteOperations(fileOperations);
  await offices[Symbol.asyncDispose]();
  const failures = results.filter((result) => result instanceof Error);
  assert.deepEqual(failures, []);
  const pdfs = results.filter((result): result is Pdf => isArtifact(result) && "pages" in result);
  assert.equal(pdfs.length, 100);
  assert.equal(new Set(pdfs.map(({ path }) => path)).size, 100);
  console.log(`converted in ${seconds()} s by ${offices.most()} office processes at once`);
  const wasOffice = pdfs.some(({ engine }) => engine === "libreoffice");
  assert(offices.most() <= 2 && (!wasOffice || offices.most() > 0), `${offices.most()} office processes`);
  assert.equal(await countOffices(), 0);

  // Content extraction
  startedAt = performance.now();
  const readings = pdfs.map((pdf) => ({ operation: "office_tool.read_document", params: { file_path: pdf } }));
  const documents = (await executor.batchExecuteOperations(readings)) as readonly Document[];
  assert.deepEqual(
    documents.filter((document) => document instanceof Error),
    [],
  );
  stopProgress();

  // Result aggregation
  const sum = { pages: 0, bytes: 0, words: 0, checked: 0, lost: 0 };
  for (const [index, pdf] of pdfs.entries()) {
    const [source, document] = [sources[index], documents[index]];
    assert(source && document);
    await checkPdf(pdf, document);
    const { words, lost } = await compareWords(source.path, document);
    assert(lost.length <= 0.02 * words, `${source.origin}: ${lost.length} of ${words} words lost: ${lost.join(" ")}`);
    sum.pages += pdf.pages;
    sum.bytes += pdf.bytes;
    sum.words += document.text.split(/\s+/).length;
    sum.checked += words;
    sum.lost += lost.length;
  }
  console.log(`read in ${seconds()} s: ${sum.pages} pages, ${sum.words} words, ${sum.bytes} bytes, no failure`);
  console.log(`${sum.checked} distinct words of the sources looked for, ${sum.lost} not found`);
  assert(sum.checked > 5_000);

  // Some of them by the plan file
  const files = sources.slice(10, 25).map(({ path }) => path);
  const plan = parsePlan(await readFile("examples/batch-conversion/plan.yaml"));
  await using planRunner = await openPlanRunner(executor, settings);
  const planned = await planRunner.executePlan(plan, { input: { files } });
  assert.equal(planned.status, "completed", planned.results.map(({ errorMessage }) => errorMessage).join("\n"));
  const output = planned.output as { readonly pdfs: readonly Pdf[]; readonly documents: readonly Document[] };
  assert.deepEqual(
    output.pdfs.map(({ pages }) => pages),
    pdfs.slice(10, 25).map(({ pages }) => pages),
  );
  assert.deepEqual(
    output.documents.map(({ text }) => text),
    documents.slice(10, 25).map(({ text }) => text),
  );
  console.log(`the plan file gives the same texts of ${files.length} documents`);

  // An interruption ends LibreOffice here, wherever plans are run.
  if (!planRunner.isElsewhere) {
    await checkInterruption(
      join(folder, "interrupted"),
      sources.slice(0, 32).map(({ path }) => path),
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
