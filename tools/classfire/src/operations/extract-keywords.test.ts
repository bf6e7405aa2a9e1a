import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { extractKeywords } from "./extract-keywords.ts";

/** Texts with planted topics: each topic stands several times among other words. */
const planted: readonly (readonly [string, readonly string[]])[] = [
  [
    "The city council approved the tidal power station after years of debate. Engineers say that the tidal power station will feed forty thousand homes, and the harbour wall protects its turbines. Fishermen fear that the turbines harm salmon. A study of salmon found no harm from slow turbines, but the harbour wall changes the currents.",
    ["tidal power station", "turbines", "harbour wall", "salmon"],
  ],
  [
    "Honey bees dance to tell the hive where flowers are. A waggle dance points to the flowers by its angle to the sun. Researchers filmed the waggle dance of two hundred honey bees and saw that old bees dance more exactly. Without a queen the hive grows restless.",
    ["waggle dance", "honey bees", "hive", "flowers"],
  ],
  [
    "The museum bought a lost manuscript of the composer. Scholars had known of the lost manuscript from letters only. Its string quartet was played last night; the string quartet lasts nine minutes. The museum will show the letters beside it.",
    ["lost manuscript", "string quartet", "museum", "letters"],
  ],
];

describe("extract_keywords", () => {
  it("finds planted topics among the first keywords", async () => {
    await using context = createTestContext();
    let found = 0;
    for (const [text, topics] of planted) {
      const { keywords } = await extractKeywords({ text, top_k: 8 }, context);
      const words = keywords.map(({ text: word }) => word.toLowerCase()).join(" | ");
      found += topics.filter((topic) => words.includes(topic)).length;
    }
    expect(found).toBeGreaterThanOrEqual(10);
  });

  it("gives scores from 1 downwards, counts, and offsets that fit", async () => {
    await using context = createTestContext();
    const text = `😀 שלום\n${planted[0]?.[0] ?? ""}`;
    const { keywords, method, language } = await extractKeywords({ text, top_k: 6 }, context);
    expect([method, language, keywords.length]).toEqual(["textrank", "en", 6]);
    expect(keywords[0]?.score).toBe(1);
    for (const [index, { score, text: word, count, offsets }] of keywords.entries()) {
      expect(score).toBeLessThanOrEqual(keywords[index - 1]?.score ?? 1);
      expect(offsets.length).toBe(count);
      for (const { start, end } of offsets)
        expect(text.slice(start, end).toLowerCase().slice(0, 3)).toBe(word.toLowerCase().slice(0, 3));
    }
  });

  it.each([
    [
      "de",
      "Das Wasserkraftwerk am Fluss liefert Strom. Das Wasserkraftwerk wurde gebaut, weil der Strom fehlte. Die Fischtreppe hilft den Fischen am Wasserkraftwerk, und die Fischtreppe kostet wenig.",
      "wasserkraftwerk",
    ],
    ["ja", "東京の図書館は新しい本を買った。図書館には多くの本がある。学生は図書館で勉強する。", "図書館"],
  ])("finds keywords of other languages (%s) without knowing them, and says so", async (language, text, topic) => {
    await using context = createTestContext();
    const result = await extractKeywords({ text, top_k: 3 }, context);
    expect(result).toMatchObject({
      language,
      method: "rake",
      notes: [expect.stringContaining("without knowledge of the language")],
    });
    expect(result.keywords.map(({ text: word }) => word.toLowerCase()).join(" ")).toContain(topic);
  });

  it("finds nothing where there are no words, and says so", async () => {
    await using context = createTestContext();
    const { keywords, notes } = await extractKeywords({ text: "?!… 12 — (*)", top_k: 3 }, context);
    expect(keywords).toEqual([]);
    expect(notes[0]).toContain("no words");
  });
});
