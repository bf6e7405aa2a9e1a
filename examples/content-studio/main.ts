/**
 * Scenario 4: what a corpus says of a topic, an outline of it, the outline in plainer words, and what to read next. Nothing
 * in the results may be invented: each point must stand in its source, and each recommendation in the catalogue.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createExecutor, type OperationTypesOf, parsePlan, type ResultOf } from "@aiecs/core";
import classfireTool from "@aiecs/tool-classfire";
import pandasTool from "@aiecs/tool-pandas";
import researchTool from "@aiecs/tool-research";
import searchTool from "@aiecs/tool-search";
import { openPlanRunner } from "../plan-runner.ts";
import { rankByCosine } from "./cosine-ranking.ts";

const home = "examples/content-studio";
const corpus = `${home}/data/articles`;
const catalog = `${home}/data/catalog.json`;

const tools = [researchTool, classfireTool, searchTool, pandasTool] as const;
type Types = OperationTypesOf<typeof tools>;
type Outline = ResultOf<Types, "research_tool.generate_outline">;
type Optimized = ResultOf<Types, "classfire_tool.optimize_content">;

const settings = { tools, toolConfig: { research_tool: { corpus }, search_api: { catalog } } };
await using executor = createExecutor(settings);

const operations = [
  { operation: "research_tool.analyze_topic", params: { topic: "AI trends" } },
  { operation: "research_tool.generate_outline", params: { analysis: "$result[0]" } },
  { operation: "classfire_tool.optimize_content", params: { content: "$result[1]" } },
  { operation: "search_api.personalize_recommendation", params: { content: "$result[2]" } },
];
const results = await executor.executeOperationsSequence(operations, "editor_001", "content-studio");
for (const { step, status, errorMessage, durationMs } of results) {
  console.log(`${step}: ${status} in ${Math.round(durationMs ?? 0)} ms ${errorMessage ?? ""}`);
}
assert(results.every(({ completed }) => completed) && results[3]);

/** Without the marks of Markdown, spaces and line ends. */
const plain = (text: string) => text.replace(/[*_`]/g, "").replace(/\s+/g, " ").trim();
const articles = new Map(
  readdirSync(corpus).map((name) => [`${corpus}/${name}`, readFileSync(`${corpus}/${name}`, "utf8")]),
);

// Key terms and themes stand in the corpus, as often as is told at least; every passage stands where it is said to.
const analysis = results[0]?.result as ResultOf<Types, "research_tool.analyze_topic">;
const everything = [...articles.values()].join("\n").toLowerCase();
assert(analysis.key_terms.length > 0 && analysis.themes.length > 0);
for (const { term } of analysis.key_terms) assert(everything.includes(term.toLowerCase()), term);
for (const { terms, passages } of analysis.themes) {
  assert(passages.length > 0);
  for (const term of terms) assert(everything.includes(term.toLowerCase()), term);
}
for (const { source, start, end, text } of analysis.passages)
  assert.equal(articles.get(source)?.slice(start, end), text);
const told = analysis.passages.filter(({ text, headings }) => /\bAI\b/.test([...headings, text].join("\n")));
assert.equal(told.length, analysis.passages.length);
assert.equal(analysis.corpus.sources, articles.size);
const named = analysis.key_terms.slice(0, 5).map(({ term }) => term);
console.log(`${analysis.passages.length} passages of ${articles.size} articles; ${named.join(", ")}`);

// Every point of the outline stands in its source, in the passage that it is tied to.
const outline = results[1]?.result as Outline;
const points = outline.sections.flatMap((section) => section.points);
assert(points.length >= 10);
for (const { text, source, start, end, passage } of points) {
  const quoted = plain((articles.get(source) ?? "").slice(start ?? 0, end ?? 0));
  assert(quoted.includes(plain(text.replace(/ …$/, ""))), `${source} does not say: ${text}`);
  assert.equal(analysis.passages[passage ?? -1]?.start, start);
}
console.log(`${points.length} points in ${outline.sections.length} sections, each in its source's words`);

/** Reads no worse, is no longer, and keeps all figures, code and links. */
function checkOptimized({ text, edits, readability: { before, after } }: Optimized, given: string): void {
  const kept = /`[^`\n]+`|https?:\/\/\S+|\p{N}+(?:[.,]\p{N}+)*/gu;
  assert.deepEqual(text.match(kept), given.match(kept));
  assert(after.words <= before.words);
  assert(
    (after.flesch_kincaid_grade ?? 0) <= (before.flesch_kincaid_grade ?? 0) + 1e-9,
    JSON.stringify({ before, after }),
  );
  for (const { start, end, original } of edits) assert.equal(given.slice(start, end), original);
}
const optimized = results[2]?.result as Optimized;
checkOptimized(optimized, outline.text);
// The articles themselves have more to shorten than the outline.
let edits = 0;
for (const content of articles.values()) {
  const better = await executor.executeOperation("classfire_tool.optimize_content", { content });
  checkOptimized(better, content);
  edits += better.edits.length;
}
assert(edits > 0);
console.log(
  `${optimized.edits.length} edits in the outline, ${edits} in the articles; figures, code and links are kept`,
);

// What is recommended is in the catalogue, and in the order of a reckoning of our own.
type Item = { readonly id: string; readonly name: string; readonly description: string; readonly keywords: string[] };
const items = JSON.parse(readFileSync(catalog, "utf8")) as Item[];
const texts = new Map(
  items.map(({ id, name, description, keywords }) => [id, [name, description, ...keywords].join("\n")]),
);
const { recommendations, catalog: from } = results[3].result as ResultOf<
  Types,
  "search_api.personalize_recommendation"
>;
assert.deepEqual([from, recommendations.length], ["config", 5]);
const ranking = rankByCosine(texts, optimized.text);
const similarities = new Map(ranking.map(({ id, similarity }) => [id, similarity]));
// Which words are too common to count is each reckoning's own choice.
const tolerance = 0.003;
let previous = Number.POSITIVE_INFINITY;
for (const { rank, id, score, shared_terms } of recommendations) {
  const similarity = similarities.get(id) ?? 0;
  assert(similarity > 0 && similarity <= previous + tolerance, `${id} is ranked too high`);
  assert(Math.abs(score - similarity) < 0.02, `${id}: ${score}, expected ${similarity}`);
  previous = similarity;
  console.log(`  ${rank}. ${id} (${score}): ${shared_terms.map(({ term }) => term).join(", ")}`);
}
const recommended = new Set(recommendations.map(({ id }) => id));
const missed = ranking.filter(({ id, similarity }) => similarity > previous + tolerance && !recommended.has(id));
assert.deepEqual(missed, []);

// The same as a plan file.
await using planRunner = await openPlanRunner(executor, settings);
const planned = await planRunner.executePlan(parsePlan(readFileSync(`${home}/plan.yaml`)), { strict: true });
assert.equal(planned.status, "completed");
for (const [step, { result }] of planned.results.entries()) assert.deepEqual(result, results[step]?.result);
console.log("the plan file gives the same");
