/**
 * Scenario 2: a document is read, the text in its pictures is recognised, and what that is about and how it sounds is
 * told; as a batch whose operations wait for what they refer to, and as a plan file.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createExecutor, parsePlan } from "@aiecs/core";
import classfireTool from "@aiecs/tool-classfire";
import imageTool from "@aiecs/tool-image";
import officeTool from "@aiecs/tool-office";
import { characterErrorRate } from "../contract-review/character-errors.ts";
import { openPlanRunner } from "../plan-runner.ts";

type Document = { readonly text: string; readonly pages: readonly unknown[]; readonly images: readonly unknown[] };
type Recognised = { readonly text: string; readonly confidence: number; readonly pages: readonly unknown[] };
type Keywords = { readonly keywords: readonly { readonly text: string }[] };
type Sentiment = { readonly label: string; readonly score: number };

const data = "examples/document-extraction/data";
const operations = [
  { operation: "office_tool.read_document", params: { file_path: `${data}/document.pdf` } },
  { operation: "image_tool.ocr_text", params: { image: "$result[0].images" } },
  { operation: "classfire_tool.extract_keywords", params: { text: "$result[1]" } },
  { operation: "classfire_tool.classify_text", params: { text: "$result[1]" } },
];

/** Where lines end depends on the sheet, not on the letter. */
const inOneLine = (text: string): string => text.trim().replace(/\s+/g, " ");

const settings = { tools: [officeTool, imageTool, classfireTool] };
await using executor = createExecutor(settings);
const results = await executor.batchExecuteOperations(operations);
assert.deepEqual(
  results.filter((result) => result instanceof Error),
  [],
);
const [document, recognised, { keywords }, sentiment] = results as [Document, Recognised, Keywords, Sentiment];

// The document's own text, and its pictures: what went into it.
const catalogue = await readFile(`${data}/catalogue.txt`, "utf8");
assert.equal(inOneLine(document.text), inOneLine(catalogue));
assert.deepEqual([document.pages.length, document.images.length], [3, 2]);
console.log(`document.pdf: ${document.pages.length} pages, ${document.images.length} pictures`);

// What the pictures say, against the letter that was put into them.
const letter = inOneLine(await readFile(`${data}/letter.txt`, "utf8"));
const errors = characterErrorRate(inOneLine(recognised.text), letter);
console.log(`recognised ${letter.length} characters, ${(100 * errors).toFixed(2)} % of them wrong`);
assert(errors <= 0.01, `${errors}: ${recognised.text}`);
assert.equal(recognised.pages.length, 2);
assert(recognised.confidence > 0.8);

// What a letter of thanks for the campaign of Vicksburg is about, and how it sounds.
const found = keywords.map(({ text }) => text);
console.log(`keywords: ${found.join(", ")}`);
for (const keyword of ["grateful acknowledgment", "inestimable service"]) assert(found.includes(keyword), keyword);
const places = ["Vicksburg", "Yazoo Pass expedition", "Port Gibson", "Grand Gulf", "Big Black"];
assert(places.filter((place) => found.includes(place)).length >= 3);
assert(found.every((keyword) => letter.includes(keyword)));
console.log(`class: ${sentiment.label} (${sentiment.score})`);
assert.equal(sentiment.label, "positive");

// The same as a plan file.
await using planRunner = await openPlanRunner(executor, settings);
const planned = await planRunner.executePlan(parsePlan(await readFile("examples/document-extraction/plan.yaml")));
assert.equal(planned.status, "completed", planned.results.map(({ errorMessage }) => errorMessage).join("\n"));
assert.deepEqual(planned.output, { text: recognised.text, keywords, label: sentiment.label });
console.log("the plan file gives the same");
