/** How fast are long documents read, pages recognised, charts drawn? */
import { execFileSync } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeInputs } from "./make-inputs.ts";
import type { Measured } from "./variants.ts";

const brief = process.argv.includes("--brief");
const rounds = brief ? 1 : 3;
const script = fileURLToPath(new URL("./variants.ts", import.meta.url));
const works = ["pdf raw", "pdf ours", "ocr raw", "ocr ours", "chart ours"];
const measured = new Map<string, Measured[]>(works.map((work) => [work, []]));

const folder = await realpath(await mkdtemp(join(tmpdir(), "bench-documents-")));
try {
  const { pdf, pages, scans } = await makeInputs(folder, brief ? 4 : 114, brief ? 1 : 4);
  for (let round = 0; round < rounds; round++) {
    for (const work of round % 2 === 0 ? works : works.toReversed()) {
      const args = ["--conditions=aiecs-source", script, work, folder, pdf, ...scans];
      measured.get(work)?.push(JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })));
    }
  }
  for (const work of ["pdf ours", "ocr ours"]) {
    if (of(work, "found") < 0.9) throw new Error(`${work} found ${of(work, "found")} of the words`);
  }
  line(`a PDF of ${pages} pages, unpdf alone`, "pdf raw", "ms");
  line("  read_document", "pdf ours", "ms", "pdf raw");
  line(`${scans.length} scanned pages, one tesseract worker`, "ocr raw", "ms");
  line("  ocr_text", "ocr ours", "ms", "ocr raw");
  line("  ocr_text again, its threads kept", "ocr ours", "warmMs", "ocr raw");
  line("create_sales_chart of 365 points", "chart ours", "ms");
  line("  again", "chart ours", "warmMs");
} finally {
  await rm(folder, { recursive: true });
}

function line(what: string, work: string, figure: "ms" | "warmMs", base?: string): void {
  const ratio = base === undefined ? "" : `${(of(work, figure) / of(base, "ms")).toFixed(2)} ×`;
  const words = work.startsWith("chart") ? "" : `${(100 * of(work, "found")).toFixed(1)} % of the words`;
  console.log(
    `${what.padEnd(42)}${of(work, figure).toFixed(0).padStart(7)} ms  ${ratio.padStart(6)}  ${words}`.trimEnd(),
  );
}

function of(work: string, figure: keyof Measured): number {
  const values = (measured.get(work) ?? []).map((one) => one[figure] ?? Number.NaN);
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
