// word-tool.test.ts
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createExecutor } from "@aiecs/core";
import { createTestContext } from "@aiecs/core/testing";
import wordTool from "./word-tool.ts";

test("counts words, and leaves out the short ones", async () => {
  await using executor = createExecutor({ tools: [wordTool] });
  const result = await executor.executeOperation("word_tool.count_words", { text: "To be, to BE", min_length: 2 });
  assert.deepEqual(result, { total: 4, words: { to: 2, be: 2 } });
});

test("reads a file inside the allowed folders", async () => {
  await using context = createTestContext(); // a real context, with a folder of its own
  await writeFile(join(context.folder, "notes.txt"), "one two");
  const result = await wordTool.operations.count_words.execute({ text: "notes.txt", min_length: 1 }, context);
  assert.deepEqual(result, { total: 2, words: { one: 1, two: 1 } });
});

test("refuses what is no text", async () => {
  await using executor = createExecutor({ tools: [wordTool] });
  await assert.rejects(executor.executeOperation("word_tool.count_words", JSON.parse('{ "text": 3 }')), {
    message: /^Invalid parameters for word_tool.count_words: text: expected a text .*, received a number$/,
  });
});
