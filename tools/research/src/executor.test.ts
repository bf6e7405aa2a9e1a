import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, defineOperation, defineTool, type OperationExample } from "@aiecs/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { writeFiles } from "#testing-fixtures/research-context.ts";
import researchTool from "./index.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "aiecs-research-")));
beforeAll(() =>
  writeFiles(folder, {
    "texts/trends.md":
      "# AI trends\n\nAI models grow smaller, and small models run on phones.\n\n## Applications\n\nAI applications read contracts and answer letters. Set `$result[0]` or {{ $item }} as you like.",
    "texts/garden.md": "# Garden\n\nTulips flower in spring.",
    "precedents/acme.txt": "TERMINATION\nEither party may terminate this agreement by ninety days' written notice.",
  }),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples = Object.entries(researchTool.operations).flatMap(([name, { examples = [] }]) =>
  examples.map((example: OperationExample) => [name, example.title, example.params] as const),
);

/** Stands in for the step before: what `find_contract_terms` returns. */
const termsTool = defineTool({
  name: "terms_tool",
  description: "Returns the terms of a contract.",
  version: "1.0.0",
  operations: {
    find: defineOperation({
      description: "Returns the terms of a contract.",
      inputSchema: z.object({}),
      execute: () => ({
        text: "The lessor may terminate the agreement.",
        terms: [
          { type: "termination", present: true, text: "The lessor may terminate the agreement.", start: 0, end: 39 },
          { type: "indemnity", present: false, text: null, start: null, end: null },
        ],
      }),
    }),
  },
});

function openExecutor(corpus?: string) {
  const toolConfig = corpus === undefined ? {} : { research_tool: { corpus: join(folder, corpus) } };
  return createExecutor({ tools: [researchTool, termsTool], config: { roots: [folder] }, toolConfig, environment: {} });
}

describe("research_tool on an executor", () => {
  it.each(examples)("[TOOL-1] runs the example of %s: %s", async (name, _title, params) => {
    await using executor = openExecutor();
    const result = await executor.executeOperation(`research_tool.${name}`, params);
    const text = JSON.stringify(result);
    expect(text).toContain("passage");
    expect(text).not.toMatch(/:(NaN|-?Infinity)/);
  });

  it("outlines a topic as in scenario 4, also where the texts look like references", async () => {
    await using executor = openExecutor("texts");
    const steps = await executor.executeOperationsSequence([
      { operation: "research_tool.analyze_topic", params: { topic: "AI trends" } },
      { operation: "research_tool.generate_outline", params: { analysis: "$result[0]" } },
    ]);
    expect(steps.map(({ status }) => status)).toEqual(["completed", "completed"]);
    expect(steps[1]?.result).toMatchObject({
      title: "AI trends",
      text: expect.stringContaining("AI models grow smaller"),
    });
  });

  it("finds related passages as in scenario 6", async () => {
    await using executor = openExecutor("texts");
    const [step] = await executor.executeParallelOperations([
      { operation: "research_tool.search_related", params: { query: "AI applications" } },
    ]);
    expect(step?.result).toMatchObject({ passages: [{ headings: ["AI trends", "Applications"], line: 5 }, {}] });
  });

  it("[CASE-2] finds precedents for the terms of the step before", async () => {
    await using executor = openExecutor("precedents");
    const steps = await executor.executeOperationsSequence([
      { operation: "terms_tool.find", params: {} },
      { operation: "research_tool.search_legal_precedents", params: { terms: "$result[0]" } },
    ]);
    expect(steps[1]?.result).toMatchObject({
      passages: [{ source: join(folder, "precedents/acme.txt"), term: "termination", present: true, start: 0 }],
      notes: ["No passage was found for: indemnity."],
    });
  });

  it("reads tables and documents of a folder only where their tools are registered", async () => {
    await writeFiles(folder, { "mixed/a.csv": "x\n1\n", "mixed/b.docx": "x", "mixed/c.txt": "planted" });
    await using executor = openExecutor("mixed");
    const { passages, corpus } = await executor.executeOperation("research_tool.search_related", { query: "planted" });
    expect(passages).toHaveLength(1);
    expect(corpus.skipped.map(({ reason }) => reason).toSorted()).toEqual([
      "office_tool, which reads such documents, is not registered",
      "pandas_tool, which reads such tables, is not registered",
    ]);
  });

  it("names every wrong parameter and setting", async () => {
    await using executor = openExecutor("texts");
    const call = (params: object) =>
      executor.executeOperation("research_tool.search_related", JSON.parse(JSON.stringify(params)));
    await expect(call({ query: " " })).rejects.toThrow("query: expected words to look for, received an empty text");
    await expect(call({ query: "x".repeat(10_001), top_k: 0 })).rejects.toThrow(/query: .*top_k: /s);
    await expect(call({ query: "x", corpus: [] })).rejects.toThrow("corpus: expected a file, a folder");
    await expect(call({ query: "x", corpus: ["a.txt", 5] })).rejects.toThrow(
      "received a list whose item 1 is a number",
    );
    await expect(call({ query: "x", corpus: "/etc" })).rejects.toMatchObject({ code: "E001" });
    const toolConfig = { research_tool: { corpsu: "texts" } };
    await using wrong = createExecutor({ tools: [researchTool], toolConfig, environment: {} });
    await expect(wrong.executeOperation("research_tool.search_related", { query: "x" })).rejects.toThrow("corpsu");
  });

  it("takes its corpus from the environment", async () => {
    const environment = { RESEARCH_TOOL_CORPUS: join(folder, "texts") };
    await using executor = createExecutor({ tools: [researchTool], config: { roots: [folder] }, environment });
    const { passages } = await executor.executeOperation("research_tool.search_related", { query: "tulips" });
    expect(passages).toMatchObject([{ source: join(folder, "texts/garden.md"), line: 1 }]);
  });
});
