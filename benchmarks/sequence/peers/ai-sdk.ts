import { generateText, stepCountIs, tool } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import type { Work } from "../../harness/measure-pairs.ts";
import { addOne, assertTen, fixedParams, stepCount, stepSchema } from "../ten-steps.ts";

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** The tool loop of the SDK with a model that answers at once: it asks for the next step, ten times. */
export function create(): Work {
  const addOneTool = tool({ description: "Adds one.", inputSchema: stepSchema, execute: (params) => addOne(params) });
  return async () => {
    let value = 0;
    const model = new MockLanguageModelV4({
      doGenerate: async () => {
        if (value >= stepCount) {
          return {
            content: [{ type: "text", text: String(value) }],
            finishReason: { unified: "stop", raw: "stop" },
            usage,
            warnings: [],
          };
        }
        const input = JSON.stringify({ value, ...fixedParams });
        const call = { type: "tool-call" as const, toolCallId: `call-${value}`, toolName: "add_one", input };
        value += 1;
        return { content: [call], finishReason: { unified: "tool-calls", raw: "tool-calls" }, usage, warnings: [] };
      },
    });
    const { text } = await generateText({
      model,
      tools: { add_one: addOneTool },
      prompt: "Count to ten.",
      stopWhen: stepCountIs(stepCount + 1),
    });
    assertTen(Number(text));
  };
}
