import { globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createExecutor } from "@aiecs/core";
import officeTool from "@aiecs/tool-office";
import reportTool from "@aiecs/tool-report";
import { extractText } from "unpdf";

export type Inputs = { readonly pdf: string; readonly pages: number; readonly scans: readonly string[] };

/** A PDF of about so many pages of prose, and some of its pages as pictures, as a scanner gives them. */
export async function makeInputs(folder: string, pages: number, scans: number): Promise<Inputs> {
  await using executor = createExecutor({
    tools: [reportTool, officeTool],
    config: { roots: [folder], artifacts_folder: join(folder, "runs") },
    environment: {},
  });
  const prose = globSync("docs/**/*.md")
    .toSorted()
    .map((file) => readFileSync(file, "utf8").replaceAll(/```[^`]*```|[{}]/g, ""));
  const charactersPerPage = 2_600;
  let markdown = "";
  for (let part = 0; markdown.length < pages * charactersPerPage; part++)
    markdown += `${prose[part % prose.length]}\n\n`;
  const text = markdown.slice(0, pages * charactersPerPage);
  const pdf = join(folder, "prose.pdf");
  const params = { markdown: text, output_path: pdf };
  await executor.executeOperation("report_tool.generate_pdf", params, { deadlineMs: 300_000 });
  const { totalPages } = await extractText(new Uint8Array(readFileSync(pdf)));
  return { pdf, pages: totalPages, scans: await scan(pdf, folder, scans) };
}

/** Draws pages at 150 dots per inch. */
async function scan(pdf: string, folder: string, count: number): Promise<string[]> {
  const { renderPageAsImage } = await import("unpdf");
  const require = createRequire(new URL("../../tools/office/package.json", import.meta.url));
  const content = new Uint8Array(readFileSync(pdf));
  const paths: string[] = [];
  for (let page = 1; page <= count; page++) {
    const canvasImport = () => import(require.resolve("@napi-rs/canvas"));
    const image = await renderPageAsImage(content.slice(), page + 1, { canvasImport, scale: 150 / 72 });
    const path = join(folder, `scan-${page}.png`);
    writeFileSync(path, new Uint8Array(image));
    paths.push(path);
  }
  return paths;
}
