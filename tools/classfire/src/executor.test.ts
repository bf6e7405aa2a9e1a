import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor } from "@aiecs/core";
import { afterAll, describe, expect, it } from "vitest";
import tool from "./index.ts";

const names = Object.keys(tool.operations).filter((name) => name !== "assess_risk_level" && name !== "classify_text");

describe("classfire_tool on an executor", () => {
  const executor = createExecutor({ tools: [tool] });
  afterAll(() => executor[Symbol.asyncDispose]());

  it("[TOOL-1] runs every example of every operation, on its threads", async () => {
    const examples = Object.entries(tool.operations).flatMap(([name, operation]) =>
      (operation.examples ?? []).map(({ params }) => ({ operation: `classfire_tool.${name}`, params })),
    );
    const steps = await executor.executeParallelOperations(examples);
    expect(steps.map(({ status, errorMessage }) => [status, errorMessage])).toEqual(
      steps.map(() => ["completed", null]),
    );
    expect(JSON.stringify(steps.map(({ result }) => result))).not.toMatch(/NaN|Infinity/);
  });

  it("answers to its other name", async () => {
    const [step] = await executor.executeOperationsSequence([
      { operation: "classifier_tool.classify_text", params: { text: "I love it!" } },
    ]);
    expect(step).toMatchObject({ status: "completed", result: { label: "positive" } });
  });

  it("[TOOL-3] reads the file that a text names, and says so", async () => {
    const folder = await mkdtemp(join(tmpdir(), "classfire-"));
    try {
      await writeFile(join(folder, "description.txt"), "The photo shows the harbour of Oslo in Norway on a sunny day.");
      await using executor = createExecutor({ tools: [tool], config: { roots: [folder] } });
      const [read, missing] = await executor.executeOperationsSequence([
        { operation: "classfire_tool.analyze_text", params: { text: join(folder, "description.txt") } },
        { operation: "classfire_tool.analyze_text", params: { text: "no-such-file.txt" } },
      ]);
      expect(read).toMatchObject({
        result: { source: join(folder, "description.txt"), language: "en", entity_counts: { LOCATION: 2 } },
      });
      expect(missing).toMatchObject({ result: { source: null, characters: 16 } });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("[TOOL-3] takes an earlier result that has a text, as of optical character recognition", async () => {
    const recognised = { text: "Jane Smith pays USD 500 to Acme Widgets, Inc.", confidence: 0.93, pages: [] };
    const steps = await executor.executeOperationsSequence([
      { operation: "classfire_tool.extract_entities", params: { text: recognised } },
      { operation: "classfire_tool.optimize_content", params: { content: "We met in order to talk." } },
      { operation: "classfire_tool.extract_keywords", params: { text: "$result[1]" } },
    ]);
    expect(steps[0]).toMatchObject({ result: { counts: { PERSON: 1, MONEY: 1, ORGANIZATION: 1 } } });
    expect(steps[2]).toMatchObject({ status: "completed", result: { language: "en" } });
  });

  it("[TOOL-8] gives the same result for the same text, whoever reads it", async () => {
    const params = { text: "Acme Inc. of Paris grows. Growth is good for Acme." };
    await using another = createExecutor({ tools: [tool] });
    const [one, other] = await Promise.all([
      executor.executeOperation("classfire_tool.analyze_text", params),
      another.executeOperation("classfire_tool.analyze_text", params),
    ]);
    expect(one).toEqual(other);
  });

  it.each(names)("refuses empty texts, other types, and 10 million characters in %s", async (name) => {
    const parameter = name === "optimize_content" ? "content" : "text";
    const operation = `classfire_tool.${name}`;
    const inputs = [" \n\t ", 42, {}, "a ".repeat(5_000_000)];
    const steps = await executor.executeParallelOperations(
      inputs.map((value) => ({ operation, params: { [parameter]: value } })),
    );
    expect(steps.map(({ errorCode }) => errorCode)).toEqual(["E001", "E001", "E001", "E001"]);
    const messages = steps.map(({ errorMessage }) => errorMessage);
    expect(messages[0]).toContain("received an empty text");
    expect(messages[1]).toContain("received a number");
    expect(messages[3]).toMatch(/at most [\d,]+ characters, received 10,000,000/);
  });

  it.each([
    ["a word without end", "a".repeat(60_000)],
    ["hyphens", "a-".repeat(30_000)],
    ["at signs", "a@".repeat(30_000)],
    ["addresses in each other", "http://".repeat(8_000)],
    ["marks only", ".,;!?()[]".repeat(6_000)],
    ["open brackets and quotes", '[a](“"'.repeat(6_000)],
    ["NUL", `x${"\0".repeat(100_000)}y`],
    ["emoji", "😀".repeat(20_000)],
    ["numbers", "1,".repeat(30_000)],
    ["Han", "漢字".repeat(6_000)],
    ["capitals", "Aa Of ".repeat(8_000)],
  ])("reads hostile text in bounded time: %s", async (_, text) => {
    const started = performance.now();
    const steps = await executor.executeOperationsSequence([
      { operation: "classfire_tool.extract_entities", params: { text } },
      { operation: "classfire_tool.extract_keywords", params: { text } },
      { operation: "classfire_tool.classify_text", params: { text } },
      { operation: "classfire_tool.optimize_content", params: { content: text } },
    ]);
    expect(steps.map(({ status }) => status)).toEqual(steps.map(() => "completed"));
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it("[TOOL-8] tells its progress and stops when the call is cancelled", async () => {
    const text = "Acme Widgets, Inc. of Paris pays Jane Smith $500 by May 5, 2026. ".repeat(14_000);
    const stop = new AbortController();
    const running = executor.executeOperation("classfire_tool.extract_entities", { text }, { signal: stop.signal });
    executor.on("step.progressed", () => stop.abort());
    await expect(running).rejects.toMatchObject({ code: "E004" });
  });
});
