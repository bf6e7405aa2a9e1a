import { createTestContext } from "@aiecs/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, findEdits } from "#edits/find-edits.ts";
import { phrases } from "#edits/phrases.ts";
import { optimizeContent } from "./optimize-content.ts";

describe("optimize_content", () => {
  it.each([
    ["In order to win, we practise due to the fact that we care.", "To win, we practise because we care."],
    ["It is important to note that in order to win we train.", "In order to win we train."],
    ["The team conducted an analysis of the data on a daily basis.", "The team analyzed the data daily."],
    ["Please keep each and every receipt until such time as we ask.", "Please keep every receipt until we ask."],
    ["Basically, the end result was good.", "The result was good."],
    ["She is making use of it prior to lunch.", "She is using it before lunch."],
  ])("makes of %j what says the same", async (content, expected) => {
    await using context = createTestContext();
    expect((await optimizeContent({ content }, context)).text).toBe(expected);
  });

  it("cuts a long sentence where a new subject begins", async () => {
    await using context = createTestContext();
    const content =
      "The members of the board visited the new plant near the river early in the morning with all of their guests, and they talked for a long time with the engineers who had designed the cooling system.";
    const { text, edits, readability } = await optimizeContent({ content }, context);
    expect(text).toContain("with all of their guests. They talked");
    expect(edits.map(({ kind }) => kind)).toEqual(["long_sentence"]);
    expect(readability.after.words_per_sentence).toBeLessThan(readability.before.words_per_sentence);
    expect(readability.after.flesch_reading_ease ?? 0).toBeGreaterThan(readability.before.flesch_reading_ease ?? 0);
  });

  it("points at what only a person can change", async () => {
    await using context = createTestContext();
    const content = "The report was written by the interns.";
    const { text, suggestions } = await optimizeContent({ content }, context);
    expect(text).toBe(content);
    expect(suggestions).toEqual([
      { start: 11, end: 25, text: "was written by", kind: "passive", reason: expect.any(String) },
    ]);
  });

  it("keeps code, addresses, quotations, names and Markdown as they are", async () => {
    await using context = createTestContext();
    const content = [
      "# In Order To Live",
      "",
      "> in order to quote",
      "",
      "- Run `utilize --in order to` in order to start, see [the guide](https://example.com/prior to).",
      "- He said “in order to win” and met Prior To Ltd.",
      "",
      "```sh",
      "echo in order to",
      "```",
    ].join("\n");
    const { text, edits } = await optimizeContent({ content }, context);
    expect(edits).toHaveLength(1);
    expect(text).toBe(content.replace("to` in order to start", "to` to start"));
  });

  it("leaves texts of other languages alone, and says so", async () => {
    await using context = createTestContext();
    const content =
      "Der Ausschuss trifft sich nächste Woche wieder, um über die Pläne für die neue Brücke zu sprechen.";
    expect(await optimizeContent({ content }, context)).toMatchObject({
      text: content,
      changed: false,
      notes: [expect.stringContaining("not English")],
    });
  });

  it("takes the Markdown outline of an earlier step", async () => {
    await using context = createTestContext();
    const outline = {
      text: "# AI trends\n\n## 1. Agents\n\n- Companies utilize agents in order to answer customers.\n",
      sections: [],
    };
    const { text } = await optimizeContent({ content: outline }, context);
    expect(text).toBe("# AI trends\n\n## 1. Agents\n\n- Companies use agents to answer customers.\n");
  });

  it("never loses a number, its edits rebuild the text, and a second pass never undoes the first", () => {
    const phrase = fc.constantFrom(
      ...phrases.map((one) => one.phrase),
      "the 12 dogs",
      "run 3.5 km",
      ". The",
      "; they go",
      ", and they stay",
      "`in order to`",
      "\n\n- item",
      "Jane",
      "😀",
    );
    fc.assert(
      fc.property(fc.array(phrase, { maxLength: 25 }), (parts) => {
        const text = parts.join(" ");
        const { edits } = findEdits(text);
        const edited = applyEdits(text, edits);
        expect(edited.match(/\d+/g)).toEqual(text.match(/\d+/g));
        expect(edited.match(/`[^`]*`/g)).toEqual(text.match(/`[^`]*`/g));
        for (const { start, end, original } of edits) expect(text.slice(start, end)).toBe(original);
      }),
      { numRuns: 150 },
    );
  });
});
