/** Does one of the works in one of the ways, in a process of its own, and prints what it took as JSON. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createExecutor } from "@aiecs/core";
import chartTool from "@aiecs/tool-chart";
import imageTool from "@aiecs/tool-image";
import officeTool from "@aiecs/tool-office";

export type Measured = { readonly ms: number; readonly characters: number; readonly warmMs?: number };

const [work = "", folder = "", ...paths] = process.argv.slice(2);
const first = paths[0] ?? "";

const works: { readonly [name: string]: () => Promise<Measured> } = {
  async "pdf raw"() {
    const { extractText, getDocumentProxy } = await import("unpdf");
    const startedMs = performance.now();
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(readFileSync(first))));
    return { ms: performance.now() - startedMs, characters: text.join("").length };
  },

  async "pdf ours"() {
    await using executor = open();
    const startedMs = performance.now();
    const { text } = await executor.executeOperation("office_tool.read_document", { file_path: first });
    return { ms: performance.now() - startedMs, characters: text.length };
  },

  async "ocr raw"() {
    const require = createRequire(new URL("../../tools/image/package.json", import.meta.url));
    const { createWorker }: typeof import("tesseract.js") = require("tesseract.js");
    const langPath = join(dirname(require.resolve("@tesseract.js-data/eng/package.json")), "4.0.0_best_int");
    const startedMs = performance.now();
    const worker = await createWorker("eng", 1, { langPath, gzip: true, cacheMethod: "none" });
    let characters = 0;
    for (const path of paths) characters += (await worker.recognize(path)).data.text.length;
    const ms = performance.now() - startedMs;
    await worker.terminate();
    return { ms, characters };
  },

  async "ocr ours"() {
    await using executor = open();
    const recognize = async () => {
      const startedMs = performance.now();
      const { text } = await executor.executeOperation("image_tool.ocr_text", { image: paths }, { cache: false });
      return { ms: performance.now() - startedMs, characters: text.length };
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
      return { ms: performance.now() - startedMs, characters: chart.alt.length };
    };
    const cold = await draw("first");
    const warm: number[] = [];
    for (let time = 0; time < 9; time++) warm.push((await draw(`again ${time}`)).ms);
    return { ...cold, warmMs: warm.toSorted((a, b) => a - b)[4] ?? Number.NaN };
  },
};

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
