/**
 * Makes `data/` of the metadata of packages: the README of each that works with models of AI is an article, and each
 * package is an item of the catalogue. See data/README.md for how to run it.
 */
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const data = "examples/content-studio/data";
const articles =
  "bentoml crewai deepeval griptape guardrails_ai haystack_ai langgraph mem0ai mlflow_skinny semantic_kernel smolagents zenml";
/** Packages of this checkout with other purposes. */
const installed =
  "compromise fast-check markdown-it minisearch nodemailer officeparser pdf-lib pino sharp simple-statistics tesseract.js unpdf vega-lite wink-nlp yaml zod";

/** A README without what is no prose: code, tags, comments, badges and addresses. The words stay as they are. */
function toArticle(readme: string): string {
  return readme
    .replace(/^ *(```|~~~)[^]*?^ *\1[^\n]*$/gm, "")
    .replace(/<!--[^]*?-->|<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/gi, "")
    .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/https?:\/\/\S+/g, "")
    .split("\n")
    .map((line) => (/\p{L}{2}/u.test(line) ? line.trimEnd() : ""))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
    .concat("\n");
}

const [folder] = process.argv.slice(2);
assert(folder, "expected the folder with the METADATA files of the wheels, named package.meta");
await mkdir(join(data, "articles"), { recursive: true });
const items: {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly keywords: string[];
}[] = [];

for (const file of (await readdir(folder)).filter((name) => name.endsWith(".meta")).toSorted()) {
  const metadata = (await readFile(join(folder, file), "utf8")).replaceAll("\r", "");
  const end = metadata.indexOf("\n\n");
  const head = metadata.slice(0, end);
  const field = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(head)?.[1]?.trim() ?? "";
  const name = file.replace(/\.meta$/, "");
  items.push({
    id: `pypi:${field("Name")}`,
    name: field("Name"),
    description: field("Summary"),
    keywords: field("Keywords")
      .split(/[,\s]+/)
      .filter((word) => word !== ""),
  });
  if (articles.split(" ").includes(name)) {
    await writeFile(
      join(data, "articles", `${name.replace(/_(?:ai|skinny)$/, "").replaceAll("_", "-")}.md`),
      toArticle(metadata.slice(end + 2)),
    );
  }
}

for (const name of installed.split(" ")) {
  const file = await readFile(`node_modules/${name}/package.json`, "utf8");
  const { description = "", keywords = [] } = JSON.parse(file) as { description?: string; keywords?: string[] };
  items.push({ id: `npm:${name}`, name, description, keywords });
}
await writeFile(join(data, "catalog.json"), `${JSON.stringify(items, null, 2)}\n`);
console.log(`${items.length} items`);
