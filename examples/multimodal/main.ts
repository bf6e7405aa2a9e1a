/** Scenario 6: a photograph and a text are analysed, and documents are searched, all at the same time. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createExecutor, parsePlan } from "@aiecs/core";
import classfireTool from "@aiecs/tool-classfire";
import imageTool from "@aiecs/tool-image";
import researchTool from "@aiecs/tool-research";
import { openPlanRunner } from "../plan-runner.ts";
import { documentsWith } from "./corpus-facts.ts";
import { meanLuma, readFrameHeader } from "./photo-facts.ts";

const folder = "examples/multimodal";
const [photoFile, textFile] = [`${folder}/data/photo.jpg`, `${folder}/data/description.txt`];
const { tool_config: toolConfig } = JSON.parse(await readFile(`${folder}/aiecs.config.json`, "utf8")) as {
  readonly tool_config: { readonly research_tool: { readonly corpus: readonly string[] } };
};

const settings = { tools: [imageTool, classfireTool, researchTool], toolConfig };
await using executor = createExecutor(settings);

const operations = [
  { operation: "image_tool.analyze_image", params: { image_path: photoFile } },
  { operation: "classfire_tool.analyze_text", params: { text: textFile } },
  { operation: "research_tool.search_related", params: { query: "AI applications" } },
];
const events: string[] = [];
executor.on("step.started", () => events.push("started"));
executor.on("step.completed", () => events.push("completed"));
const results = await executor.executeParallelOperations(operations);
for (const { step, status, durationMs, errorMessage } of results) {
  console.log(`${step}: ${status} in ${Math.round(durationMs ?? 0)} ms ${errorMessage ?? ""}`);
}
assert(results.every(({ completed }) => completed));
assert.deepEqual(events.slice(0, 3), ["started", "started", "started"], "all three begin before one of them ends");

// The photograph: what its header says, how bright its pixels are, and blue, since it was taken at dusk.
type Photo = {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly brightness: number;
  readonly has_text: boolean;
  readonly dominant_colors: readonly { readonly color: string; readonly share: number }[];
};
const photo = results[0]?.result as Photo;
const jpeg = await readFile(photoFile);
const sha256 = createHash("sha256").update(jpeg).digest("hex");
assert.equal(sha256, "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c"); // as scikit-image registers it
const { format, width, height, channels } = photo;
assert.deepEqual({ format, width, height, channels }, { format: "jpeg", ...readFrameHeader(jpeg) });
assert(Math.abs(photo.brightness - (await meanLuma(jpeg))) < 0.01, `brightness ${photo.brightness}`);
const [color] = photo.dominant_colors;
const [red = 0, green = 0, blue = 0] = color?.color.match(/[\da-f]{2}/g)?.map((hex) => Number.parseInt(hex, 16)) ?? [];
assert(blue > green && green > red && (color?.share ?? 0) > 0.5, JSON.stringify(color));
assert.equal(photo.has_text, false);
console.log(`${photoFile}: ${width} × ${height}, brightness ${photo.brightness}, mostly ${color?.color}`);

// The text: read from the file that was named, and every finding stands in it.
type Place = { readonly text: string; readonly start: number; readonly end: number };
type Description = {
  readonly source: string;
  readonly language: string;
  readonly characters: number;
  readonly keywords: readonly { readonly text: string }[];
  readonly entities: readonly (Place & { readonly type: string; readonly value?: string })[];
  readonly summary: { readonly sentences: readonly Place[] };
};
const description = results[1]?.result as Description;
const text = await readFile(textFile, "utf8");
assert.deepEqual([description.source, description.characters, description.language], [textFile, text.length, "en"]);
for (const found of [...description.entities, ...description.summary.sentences]) {
  assert.equal(text.slice(found.start, found.end), found.text);
}
assert(description.entities.some(({ type, value }) => type === "DATE" && value === "2015-02-11"));
const keywords = description.keywords.map((keyword) => keyword.text);
for (const keyword of ["rocket", "Cape Canaveral", "DSCOVR"]) assert(keywords.includes(keyword), keywords.join());
console.log(`${textFile}: ${keywords.slice(0, 5).join(", ")}, …`);

// The search: the best passage has both words, and is from a document that a look at each finds to have such a paragraph.
type Related = {
  readonly passages: readonly { readonly source: string; readonly text: string; readonly score: number }[];
};
const related = results[2]?.result as Related;
const right = documentsWith(["AI", "applications?"], toolConfig.research_tool.corpus);
const [best, second] = related.passages;
assert(best && second && best.score > second.score);
assert(right.length > 0 && right.includes(best.source), `${best.source}, expected ${right.join(" or ")}`);
assert(/\bAI\b/.test(best.text) && /\bapplications?\b/i.test(best.text), best.text);
console.log(`"AI applications": ${best.source}, before ${second.source} (${best.score} and ${second.score})`);

// The same as a plan file.
await using planRunner = await openPlanRunner(executor, settings);
const planned = await planRunner.executePlan(parsePlan(await readFile(`${folder}/plan.yaml`)));
assert.equal(planned.status, "completed", planned.results.map(({ errorMessage }) => errorMessage).join("\n"));
const expected = { colors: photo.dominant_colors, keywords: description.keywords, related: best };
assert.deepEqual(planned.output, expected);
console.log("the plan file gives the same");
