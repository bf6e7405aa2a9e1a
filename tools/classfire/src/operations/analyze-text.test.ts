import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { detectLanguage } from "#language/detect-language.ts";
import { languages } from "#testing-fixtures/texts.ts";
import { analyzeText } from "./analyze-text.ts";

const options = { top_k: 5, summary_sentences: 2 };
const article =
  "The old ferry across the sound has stopped for good. Nordhavn Shipping AS sold the ferry for $2 million to Maria Lopez of Lisbon on May 3, 2025. It rained on the day. The ferry had carried nine million people in sixty years. People waved. Passengers say the wonderful ferry will be missed.";

describe("analyze_text", () => {
  it.each(languages)("recognises %s", (language, text) => {
    const detected = detectLanguage(text);
    expect(detected.language).toBe(language);
    expect(detected.confidence).toBeGreaterThan(0.2);
  });

  it("knows no language where there are no words", () => {
    expect(detectLanguage("12 + 30 = 42 https://example.com/the/path 😀")).toEqual({
      language: null,
      confidence: 0,
      reliable: false,
    });
  });

  it("tells all about an article at once", async () => {
    await using context = createTestContext();
    const result = await analyzeText({ text: article, ...options }, context);
    expect(result).toMatchObject({
      language: "en",
      reliable: true,
      characters: article.length,
      sentiment: { label: "positive" },
      entity_counts: { PERSON: 1, ORGANIZATION: 1, LOCATION: 1, DATE: 1, MONEY: 1, LAW: 0 },
      readability: { sentences: 6 },
      source: null,
      notes: [],
    });
    expect(result.keywords[0]?.text).toContain("ferry");
  });

  it("sums up in sentences of the text, in their order, and leaves out what says little", async () => {
    await using context = createTestContext();
    const { summary } = await analyzeText({ text: article, ...options }, context);
    expect(summary.method).toBe("extractive");
    expect(summary.sentences).toHaveLength(2);
    for (const { text, start, end } of summary.sentences) expect(article.slice(start, end)).toBe(text);
    expect(summary.text).toBe(summary.sentences.map(({ text }) => text).join(" "));
    expect(summary.text).not.toMatch(/rained|waved/);
  });

  it("measures readability by Flesch's formula", async () => {
    await using context = createTestContext();
    const text = "The cat sat on the mat. The dog ran to the park and met the cat.";
    const { readability } = await analyzeText({ text, ...options }, context);
    expect(readability).toMatchObject({ words: 16, sentences: 2, syllables: 16, words_per_sentence: 8 });
    expect(readability.flesch_reading_ease).toBeCloseTo(206.835 - 1.015 * 8 - 84.6, 1);
    expect(readability.flesch_kincaid_grade).toBeCloseTo(0.39 * 8 + 11.8 - 15.59, 1);
  });

  it("claims neither sentiment nor readability of other languages", async () => {
    await using context = createTestContext();
    const result = await analyzeText(
      { text: "Der Ausschuss trifft sich nächste Woche wieder, um zu sprechen.", ...options },
      context,
    );
    expect(result.sentiment).toBeNull();
    expect(result.readability.flesch_reading_ease).toBeNull();
    expect(result.notes).toContainEqual(expect.stringContaining("not English"));
  });
});
