import { globSync } from "node:fs";
import { copyFile, mkdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";

/** A real document, and the name under which it is converted. */
export type Source = { readonly origin: string; readonly path: string };

/** Where documents are looked for in the packages that are installed, and how many are taken of each kind at most. */
const kinds = [
  { pattern: "mammoth/test/test-data/*.docx", extension: ".docx", most: 20 },
  { pattern: "{sprintf-js/demo,tesseract.js/examples/browser}/*.html", extension: ".html", most: 10 },
  { pattern: "vega-datasets/data/*.csv", extension: ".csv", most: 10 },
  { pattern: "*/LICENSE", extension: ".txt", most: 20 },
  { pattern: "*/{README,Readme,readme}.md", extension: ".md", most: 100 },
] as const;

const smallestBytes = 500;
const largestBytes = 12_000;

/**
 * Finds documents among the installed packages, and copies them as `doc_0.docx`, `doc_1.docx`, … into a folder: the same
 * ones in the same order wherever the same packages are installed. They are used in place, under the licences of their
 * packages (mammoth BSD-2-Clause, vega-datasets BSD-3-Clause, each README and LICENSE that of its own); none is shipped.
 */
export async function discoverDocuments(folder: string, count: number): Promise<readonly Source[]> {
  await mkdir(folder, { recursive: true });
  const found: { readonly origin: string; readonly extension: string }[] = [];
  for (const { pattern, extension, most } of kinds) {
    const paths = globSync(pattern, { cwd: "node_modules" });
    const origins: string[] = [];
    for (const path of paths.toSorted()) {
      const { size } = await stat(join("node_modules", path));
      if (extname(path) === ".docx" || (size >= smallestBytes && size <= largestBytes)) origins.push(path);
    }
    found.push(...origins.slice(0, most).map((path) => ({ origin: join("node_modules", path), extension })));
  }
  const taken = found.slice(0, count);
  return await Promise.all(
    taken.map(async ({ origin, extension }, index) => {
      const path = join(folder, `doc_${index}${extension}`);
      await copyFile(origin, path);
      return { origin, path };
    }),
  );
}
