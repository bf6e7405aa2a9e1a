import { access, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ValidationError } from "@aiecs/core/toolkit";
import { toDataCode } from "./language-codes.ts";
import type { ThreadLanguage } from "./messages.ts";

/** The smaller of the two models that each package holds: trained like the best one, with whole numbers as weights. */
const model = "4.0.0_best_int";

/**
 * The data of a language among the installed packages `@tesseract.js-data/<code>`. Nothing is ever downloaded.
 *
 * @param language a code of ISO 639-1 (`en`) or the name of the data (`eng`, `chi_sim`)
 * @throws E001 naming the installed languages
 */
export async function findLanguage(language: string): Promise<ThreadLanguage> {
  const scope = dirname(dirname(createRequire(import.meta.url).resolve("@tesseract.js-data/eng/package.json")));
  const installed = await installedLanguages(scope);
  const code = toDataCode(language);
  // Only names that were found in the folder make a path.
  if (installed.includes(code)) return { code, folder: join(scope, code, model) };
  throw new ValidationError(
    `Cannot read language ${JSON.stringify(language)}: installed are ${installed.join(", ")}; ` +
      "others come with `npm install @tesseract.js-data/<language>`, one language at a time (deu, fra, …)",
    { details: { language, installed } },
  );
}

async function installedLanguages(scope: string): Promise<readonly string[]> {
  const names = await readdir(scope);
  const found = await Promise.all(
    names.map((name) =>
      access(join(scope, name, model, `${name}.traineddata.gz`)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, place) => found[place]).sort();
}
