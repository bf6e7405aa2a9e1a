/** How fast are long documents read, pages recognised, charts drawn? */
import { execFileSync } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeInputs } from "./make-inputs.ts";
import type { Measured } from "./variants.ts";

const brief = process.argv.includes("--brief");
const rounds = brief ? 1 : 5;
const script = fileURLToPath(new URL("./variants.ts", import.meta.url));

const folder = await realpath(await mkdtemp(join(tmpdir(), "bench-documents-")));
try {
  const inputs = await makeInputs(folder, brief ? 4 : 114, brief ? 1 : 4);
  const works: readonly (readonly [work: string, paths: readonly string[]])[] = [
    ["pdf raw", [inputs.pdf]],
    ["pdf ours", [inputs.pdf]],
    ["ocr raw", inputs.scans],
    ["ocr ours", inputs.scans],
    ["chart ours", []],
  ];
  const measured = new Map<string, Measured[]>(works.map(([work]) => [work, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [work, paths] of round % 2 === 0 ? works : works.toReversed()) {
      const output = execFileSync(process.execPath, ["--conditions=source", script, work, folder, ...paths], {
        encoding: "utf8",
      });
      measured.get(work)?.push(JSON.parse(output));
    }
  }
  const of = (work: string, figure: "ms" | "warmMs" | "characters") =>
    median((measured.get(work) ?? []).map((one) => one[figure] ?? Number.NaN));
  for (const work of ["pdf", "ocr"]) {
    const [raw, ours] = [of(`${work} raw`, "characters"), of(`${work} ours`, "characters")];
    if (Math.abs(ours / raw - 1) > 0.1) throw new Error(`${work}: raw read ${raw} characters, ours ${ours}`);
  }
  const line = (what: string, text: string) => console.log(`${what.padEnd(46)} ${text}`);
  const ms = (value: number) => `${value.toFixed(0).padStart(6)} ms`;
  const times = (ours: number, raw: number) => `${(ours / raw).toFixed(2)} ×`;
  line(`text of a PDF of ${inputs.pages} pages, unpdf alone`, ms(of("pdf raw", "ms")));
  line(
    "  read_document: text by pages, tables",
    `${ms(of("pdf ours", "ms"))}  ${times(of("pdf ours", "ms"), of("pdf raw", "ms"))}`,
  );
  line(`text of ${inputs.scans.length} scanned pages, one tesseract worker`, ms(of("ocr raw", "ms")));
  line("  ocr_text", `${ms(of("ocr ours", "ms"))}  ${times(of("ocr ours", "ms"), of("ocr raw", "ms"))}`);
  line(
    "  ocr_text again, its threads kept",
    `${ms(of("ocr ours", "warmMs"))}  ${times(of("ocr ours", "warmMs"), of("ocr raw", "ms"))}`,
  );
  line("create_sales_chart of 365 points, first", ms(of("chart ours", "ms")));
  line("  again", ms(of("chart ours", "warmMs")));
} finally {
  await rm(folder, { recursive: true });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
