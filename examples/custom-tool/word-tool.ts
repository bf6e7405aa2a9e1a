// word-tool.ts
import { defineOperation, defineTool } from "@aiecs/core";
import { isTextInput, readText, type TextInput, textInputError, textInputJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod"; // or any Standard Schema library, or plain JSON Schema

export default defineTool({
  name: "word_tool",
  description: "Counts words.",
  version: "1.0.0",
  operations: {
    count_words: defineOperation({
      description: "Counts the words of a text, by word.",
      inputSchema: z.object({
        text: z.custom<TextInput>(isTextInput, { error: textInputError }).meta(textInputJsonSchema),
        min_length: z.int().min(1).default(1).describe("Shorter words are left out."),
      }),
      outputSchema: z.object({ total: z.int(), words: z.record(z.string(), z.int()) }),
      annotations: { readOnly: true, idempotent: true },
      examples: [
        { params: { text: "to be or not to be" }, result: { total: 6, words: { to: 2, be: 2, or: 1, not: 1 } } },
      ],
      execute: async ({ text: given, min_length }, context) => {
        const { text } = await readText(given, context); // as it is, from a file, a result or an artifact
        const found = (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => word.length >= min_length);
        const words: Record<string, number> = {};
        for (const word of found) words[word] = (words[word] ?? 0) + 1;
        return { total: found.length, words };
      },
    }),
  },
});
