import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { requests, reviews } from "#testing-fixtures/texts.ts";
import { classifyText } from "./classify-text.ts";

const all = Object.entries(requests).flatMap(([label, texts]) => texts.map((text, index) => ({ text, label, index })));

describe("classify_text", () => {
  it("tells the sentiment of at least 85 % of reviews with their sentiment known", async () => {
    await using context = createTestContext();
    const results = await Promise.all(
      reviews.map(async ([label, text]) => (await classifyText({ text }, context)).label === label),
    );
    expect(results.filter(Boolean).length / reviews.length).toBeGreaterThanOrEqual(0.85);
  });

  it("scores sentiment between -1 and 1, opposite for opposite texts", async () => {
    await using context = createTestContext();
    const good = await classifyText({ text: "I love it, it is wonderful!" }, context);
    const bad = await classifyText({ text: "I hate it, it is horrible!" }, context);
    const dull = await classifyText({ text: "It is a table." }, context);
    expect([good.label, bad.label, dull.label]).toEqual(["positive", "negative", "neutral"]);
    expect(good.score).toBeGreaterThan(0.5);
    expect(bad.score).toBeLessThan(-0.5);
    expect(dull.score).toBe(0);
    expect(good).toMatchObject({ method: "vader", language: "en", source: null, classes: [] });
  });

  it("learns four labels from 32 examples well enough to be right for three quarters of those left out, in five splits", async () => {
    await using context = createTestContext();
    let right = 0;
    let asked = 0;
    for (let fold = 0; fold < 5; fold += 1) {
      const examples = all.filter(({ index }) => index % 5 !== fold).map(({ text, label }) => ({ text, label }));
      for (const { text, label } of all.filter(({ index }) => index % 5 === fold)) {
        const result = await classifyText({ text, examples }, context);
        asked += 1;
        if (result.label === label) right += 1;
        expect(result.classes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 4);
      }
    }
    expect(asked).toBe(40);
    expect(right / asked).toBeGreaterThanOrEqual(0.75);
  });

  it("chooses among the given labels only", async () => {
    await using context = createTestContext();
    const examples = all.map(({ text, label }) => ({ text, label }));
    const result = await classifyText({ text: "I forgot my password", examples, labels: ["billing", "bug"] }, context);
    expect(result.classes.map(({ label }) => label).toSorted()).toEqual(["billing", "bug"]);
  });

  it("is not troubled by labels and words that are names of properties", async () => {
    await using context = createTestContext();
    const examples = [
      { text: "constructor toString", label: "__proto__" },
      { text: "hasOwnProperty valueOf", label: "constructor" },
    ];
    const result = await classifyText({ text: "toString", examples }, context);
    expect(result.label).toBe("__proto__");
  });

  it("says so when no word is known, and when examples are few", async () => {
    await using context = createTestContext();
    const examples = [
      { text: "red apple", label: "fruit" },
      { text: "blue car", label: "vehicle" },
    ];
    const { notes, classes } = await classifyText({ text: "xyzzy", examples }, context);
    expect(notes).toEqual([expect.stringContaining("no word of the text"), expect.stringContaining("few examples")]);
    expect(classes.map(({ probability }) => probability)).toEqual([0.5, 0.5]);
  });

  it.each([
    [
      { labels: ["sports", "politics"] },
      /examples: expected texts with their labels to learn "sports" from, received none/,
    ],
    [
      {
        labels: ["a", "x"],
        examples: [
          { text: "t", label: "a" },
          { text: "u", label: "b" },
        ],
      },
      /labels: .* received "x" without an example/,
    ],
    [
      {
        examples: [
          { text: "t", label: "a" },
          { text: "u", label: "a" },
        ],
      },
      /at least two labels, received only "a"/,
    ],
  ])("refuses %j", async (options, message) => {
    await using context = createTestContext();
    await expect(classifyText({ text: "A goal was scored.", ...options }, context)).rejects.toThrow(message);
  });
});
