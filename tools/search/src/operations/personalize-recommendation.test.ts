import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type PersonalizeInput, personalizeInput } from "#schemas/personalize-recommendation.ts";
import { openContext } from "#testing-fixtures/open-context.ts";
import { personalizeRecommendation } from "./personalize-recommendation.ts";

const catalog = [
  { id: 1, title: "Training neural networks", tags: ["machine learning", "networks"], url: "https://example.com/ai" },
  { id: 2, title: "Sourdough bread at home", tags: ["baking", "kitchen"] },
  { id: 3, title: "Language models in medicine", tags: ["machine learning", "health"] },
  { id: 4, title: "The history of the piano", tags: ["music"] },
  { id: 5, title: "Neural machine translation", tags: ["language", "networks"] },
];
const content = "AI trends: neural networks and the machine learning models behind translation.";

async function recommend(input: PersonalizeInput, config: object = {}) {
  await using context = openContext({ config });
  return await personalizeRecommendation(personalizeInput.parse(input), context);
}

describe("personalize_recommendation", () => {
  it("[SCN-4] recommends from the configured catalogue to content alone, with reasons", async () => {
    const result = await recommend({ content: { text: content } }, { catalog });
    expect(result).toMatchObject({ catalog: "config", candidates: 5, excluded: 0, method: "tf-idf cosine similarity" });
    expect(result.recommendations.map(({ id, rank }) => [rank, id])).toEqual([
      [1, "5"],
      [2, "1"],
      [3, "3"],
    ]);
    const [first] = result.recommendations;
    expect(first?.shared_terms.map(({ term }) => term)).toEqual(
      expect.arrayContaining(["networks", "neural", "translation", "machine"]),
    );
    expect(first?.item).toMatchObject(catalog[4] ?? {});
    expect(first?.interest_similarity).toBeNull();
  });

  it("agrees with cosines of TF-IDF vectors worked out by hand", async () => {
    const items = [
      { id: "a", title: "cat dog" },
      { id: "b", title: "cat cat bird" },
    ];
    const { recommendations } = await recommend({ content: "dog bird", catalog: items });
    // idf = ln(3 / (1 + df)) + 1: cat 1, dog and bird 1 + ln 1.5; counts weigh ln(1 + count).
    const rare = 1 + Math.log(1.5);
    const [one, two] = [Math.log(2), Math.log(3)];
    const a = (one * rare) / Math.hypot(one, one * rare) / Math.SQRT2;
    const b = (one * rare) / Math.hypot(two, one * rare) / Math.SQRT2;
    expect(recommendations.map(({ id, score }) => [id, score])).toEqual([
      ["a", expect.closeTo(a, 5)],
      ["b", expect.closeTo(b, 5)],
    ]);
  });

  it("follows the reader's interests, and leaves out what was seen", async () => {
    const profile = { interests: { "health care medicine": 3, music: 1 }, seen: [1, "5"] };
    const result = await recommend({ content, profile, catalog });
    expect(result).toMatchObject({ catalog: "parameter", candidates: 5, excluded: 2 });
    expect(result.recommendations.map(({ id }) => id)).toEqual(["3", "4"]);
    const [first] = result.recommendations;
    expect(first?.score).toBeCloseTo(((first?.content_similarity ?? 0) + (first?.interest_similarity ?? 0)) / 2, 5);
    const asList = await recommend({ content: "zzz", profile: { interests: ["piano"] }, catalog });
    expect(asList.recommendations.map(({ id }) => id)).toEqual(["4"]);
    expect(
      (await recommend({ content: "zzz", profile: { interests: "the piano" }, catalog })).recommendations[0]?.id,
    ).toBe("4");
  });

  it("gives the same answer every time, in the catalogue's order where scores are equal", async () => {
    const twins = [
      { id: "x", title: "solar power" },
      { id: "w", title: "solar power" },
    ];
    const once = await recommend({ content: "solar", catalog: twins });
    expect(once.recommendations.map(({ id }) => id)).toEqual(["x", "w"]);
    expect(await recommend({ content: "solar", catalog: twins })).toEqual(once);
  });

  it("names nothing that shares no term, and says how many were left untold", async () => {
    expect(await recommend({ content: "xylophone", catalog })).toMatchObject({
      recommendations: [],
      notes: ["nothing shares a term with the content or the interests"],
    });
    const limited = await recommend({ content, catalog, top_k: 1 });
    expect(limited.recommendations).toHaveLength(1);
    expect(limited.notes).toEqual(["3 share terms, the best 1 are told"]);
  });

  it("without a catalogue ranks the content's own sections, and invents nothing", async () => {
    const text =
      "# Solar\nPanels make power.\n\n## Wind\nTurbines turn.\n\n## Batteries\nBatteries keep power.\n\n## Empty\n";
    const result = await recommend({ content: text, profile: { interests: ["battery"] } });
    expect(result).toMatchObject({
      catalog: "sections",
      candidates: 3,
      notes: ["no catalogue is configured: these are the content's own sections"],
    });
    expect(result.recommendations[0]).toMatchObject({ id: "section-3", title: "Batteries", item: null });
    const paragraphs = await recommend({
      content: "One about whales.\n\nTwo about ships.",
      profile: { interests: ["ships"] },
    });
    expect(paragraphs.recommendations[0]?.title).toBe("Two about ships.");
    await expect(recommend({ content: "one short text" })).rejects.toThrow(
      /Nothing to recommend from: give catalog .* or set catalog under search_api/,
    );
  });

  it("[TOOL-3] reads texts from files and tables from a plan's input", async () => {
    await using context = openContext();
    await writeFile(join(context.folder, "note.md"), content);
    const input = { ...context, input: { shop: catalog } };
    const result = await personalizeRecommendation(
      personalizeInput.parse({ content: "note.md", catalog: "shop" }),
      input,
    );
    expect(result.recommendations[0]?.id).toBe("5");
  });

  it("compares words of any script, singular and plural alike", async () => {
    const items = [
      { id: "de", title: "Größe der Wälder" },
      { id: "ru", title: "новости науки" },
      { id: "plural", title: "cities and boxes" },
    ];
    for (const [text, id] of [
      ["wälder", "de"],
      ["НОВОСТИ", "ru"],
      ["city", "plural"],
      ["box's size", "plural"],
    ]) {
      const { recommendations } = await recommend({ content: text ?? "", catalog: items });
      expect([text, recommendations[0]?.id]).toEqual([text, id]);
    }
  });

  it("refuses empty texts, empty catalogues and catalogues without texts", async () => {
    await expect(recommend({ content: " ", catalog })).rejects.toThrow("received an empty text");
    await expect(recommend({ content, catalog: [] })).rejects.toThrow("expected at least one item");
    await expect(recommend({ content, catalog: [{ id: "a", price: 5 }] })).rejects.toThrow(
      "received the columns id, price, which hold none",
    );
    expect(
      personalizeInput.safeParse({ content: 5, profile: { interests: { a: -1 }, liked: [] } }).error?.issues.length,
    ).toBe(3);
  });

  it("[TOOL-8] reports progress over a large catalogue and stops on abort", async () => {
    await using context = openContext();
    const large = Array.from({ length: 3_000 }, (_, index) => ({ id: index, title: `item ${index} of many words` }));
    const params = personalizeInput.parse({ content: "words", catalog: large });
    await personalizeRecommendation(params, context);
    expect(context.progressed.length).toBe(6);
    const work = personalizeRecommendation(params, context);
    context.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
  });
});
