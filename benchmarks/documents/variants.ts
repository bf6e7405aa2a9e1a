/** Does one of the works in one of the ways, in a process of its own, and prints what it took as JSON. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createExecutor } from "@aiecs/core";
import chartTool from "@aiecs/tool-chart";
import imageTool from "@aiecs/tool-image";
import officeTool from "@aiecs/tool-office";

export type Measured = {
  readonly ms: number;
  /** Of the words that the document holds, the share that was read. */
  readonly found: number;
  readonly warmMs?: number;
};

const [work = "", folder = "", pdf = "", ...scans] = process.argv.slice(2);

const works: { readonly [name: string]: () => Promise<Measured> } = {
  async "pdf raw"() {
    const { extractText, getDocumentProxy } = await import("unpdf");
    const startedMs = performance.now();
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(readFileSync(pdf))));
    return { ms: performance.now() - startedMs, found: await shareOfWords(text.join("\n")) };
  },

  async "pdf ours"() {
    await using executor = open();
    const startedMs = performance.now();
    const { text } = await executor.executeOperation("office_tool.read_document", { file_path: pdf });
    return { ms: performance.now() - startedMs, found: await shareOfWords(text) };
  },

  async "ocr raw"() {
    const require = createRequire(new URL("../../tools/image/package.json", import.meta.url));
    const { createWorker }: typeof import("tesseract.js") = require("tesseract.js");
    const langPath = join(dirname(require.resolve("@tesseract.js-data/eng/package.json")), "4.0.0_best_int");
    const startedMs = performance.now();
    const worker = await createWorker("eng", 1, { langPath, gzip: true, cacheMethod: "none" });
    let text = "";
    for (const path of scans) text += `${(await worker.recognize(path)).data.text}\n`;
    const ms = performance.now() - startedMs;
    await worker.terminate();
    return { ms, found: await shareOfWords(text, scans.length) };
  },

  async "ocr ours"() {
    await using executor = open();
    const recognize = async () => {
      const startedMs = performance.now();
      const { text } = await executor.executeOperation("image_tool.ocr_text", { image: scans }, { cache: false });
      return { ms: performance.now() - startedMs, found: await shareOfWords(text, scans.length) };
    };
    const cold = await recognize();
    return { ...cold, warmMs: (await recognize()).ms };
  },

  async "chart ours"() {
    await using executor = open();
    const data = Array.from({ length: 365 }, (_, day) => ({
      day: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
      amount: 100 + 40 * Math.sin(day / 20) + (day % 7),
    }));
    const draw = async (title: string) => {
      const startedMs = performance.now();
      const chart = await executor.executeOperation("chart_tool.create_sales_chart", { data, title });
      return { ms: performance.now() - startedMs, found: chart.alt === "" ? 0 : 1 };
    };
    const cold = await draw("first");
    const warm: number[] = [];
    for (let time = 0; time < 9; time++) warm.push((await draw(`again ${time}`)).ms);
    return { ...cold, warmMs: warm.toSorted((a, b) => a - b)[4] ?? Number.NaN };
  },
};

/** Of the words of the PDF, or of the pages that were scanned (from the second on), the share that a text holds. */
async function shareOfWords(text: string, scanned?: number): Promise<number> {
  const { extractText } = await import("unpdf");
  const { text: pages } = await extractText(new Uint8Array(readFileSync(pdf)));
  const wanted = wordsOf((scanned === undefined ? pages : pages.slice(1, 1 + scanned)).join("\n"));
  const read = new Set(wordsOf(text));
  return wanted.filter((word) => read.has(word)).length / wanted.length;
}

function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z]{4,}/g) ?? [];
}

function open() {
  return createExecutor({
    tools: [officeTool, imageTool, chartTool],
    config: { roots: [folder], artifacts_folder: join(folder, "runs"), timeout_ms: 0 },
    environment: {},
  });
}

const measure = works[work];
if (measure === undefined) throw new Error(`Unknown work '${work}': expected one of ${Object.keys(works).join(", ")}`);
process.stdout.write(JSON.stringify(await measure()));
