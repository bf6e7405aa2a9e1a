import { describe, expect, it } from "vitest";
import { analyzeTopicOutput, type TopicAnalysis } from "#schemas/analyze-topic.ts";
import { generateOutlineInput, generateOutlineOutput } from "#schemas/generate-outline.ts";
import { createResearchContext, writeFiles } from "#testing-fixtures/research-context.ts";
import { analyzeTopic } from "./analyze-topic.ts";
import { generateOutline } from "./generate-outline.ts";

/** Two themes are planted among notes on other things: storage (battery, lithium) and offshore wind (turbine, monopile). */
const storage = (n: number) =>
  `Note ${n}. Renewable energy needs lithium battery storage number ${n}. A lithium battery keeps energy for the night.`;
const wind = (n: number) =>
  `Note ${n}. Renewable energy comes from offshore turbine ${n}. Each offshore turbine stands on a monopile.`;
const other = (n: number) => `Note ${n}. The library opened room ${n} with chairs and lamps. Readers borrow novels.`;
const corpus = [1, 2, 3, 4, 5].flatMap((n) => [
  { text: storage(n), source: `storage-${n}` },
  { text: wind(n), source: `wind-${n}` },
  ...[1, 2, 3, 4].map((k) => ({ text: other(n * 10 + k), source: `other-${n}-${k}` })),
]);
const texts = new Map(corpus.map(({ text, source }) => [source, text]));

async function analyzed(topic = "renewable energy"): Promise<TopicAnalysis> {
  await using context = createResearchContext();
  return await analyzeTopic({ topic, sources: corpus, top_k: 20 }, context);
}

describe("analyze_topic", () => {
  it("finds the passages, the key terms and the themes that are there, and nothing else", async () => {
    const analysis = await analyzed();
    analyzeTopicOutput.parse(analysis);
    expect(analysis.passages.map(({ source }) => source.split("-")[0])).not.toContain("other");
    expect(analysis.passages).toHaveLength(10);
    const terms = analysis.key_terms.map(({ term }) => term);
    expect(terms).toEqual(expect.arrayContaining(["lithium battery", "offshore turbine", "monopile"]));
    expect(terms.join(" ")).not.toMatch(/library|chairs|novels|^renewable$/i);
    const themes = analysis.themes.map(({ terms }) => terms.join(" "));
    expect(themes.filter((words) => /lithium|battery/.test(words))).toHaveLength(1);
    expect(themes.some((words) => /lithium/.test(words) && /turbine|monopile/.test(words))).toBe(false);
    for (const { passages, terms } of analysis.themes) {
      const kind = terms.join(" ").includes("lithium") ? "storage" : "wind";
      for (const place of passages) expect(analysis.passages[place]?.source).toContain(kind);
    }
  });

  it("says nothing that its sources do not say, and points to where they do", async () => {
    const { passages, text } = await analyzed();
    for (const passage of passages) {
      const source = texts.get(passage.source) ?? "";
      expect(source.slice(passage.start, passage.end)).toBe(passage.text);
      expect(passage.text).toContain(passage.sentence);
    }
    const quotes = text.split("\n").filter((line) => line.startsWith("- "));
    expect(quotes.length).toBeGreaterThan(1);
    for (const quote of quotes) {
      const [, sentence = "", source = ""] = /^- (.*) \((.*), line 1\)$/.exec(quote) ?? [];
      expect(texts.get(source)).toContain(sentence);
    }
  });

  it("[TOOL-8] finds the same again, in whatever order sources are given", async () => {
    const first = await analyzed();
    expect(await analyzed()).toEqual(first);
    await using context = createResearchContext();
    expect(await analyzeTopic({ topic: "renewable energy", sources: corpus.toReversed(), top_k: 20 }, context)).toEqual(
      first,
    );
  });

  it("says so when the corpus holds nothing on the topic, or the topic holds no words", async () => {
    const nothing = await analyzed("xylophone orchestra");
    expect(nothing).toMatchObject({
      key_terms: [],
      themes: [],
      passages: [],
      notes: ["The corpus holds none of the topic's words."],
    });
    expect(nothing.text).toContain("The corpus says nothing on this topic.");
    expect((await analyzed("of the")).notes).toEqual([expect.stringContaining("says nothing to look for")]);
    expect(generateOutline({ analysis: nothing, max_points: 6 })).toMatchObject({
      sections: [],
      sources: [],
      text: "# xylophone orchestra\n\nThe corpus says nothing on this topic.\n",
      notes: [expect.stringContaining("no passages")],
    });
  });

  it("works on the corpus of the settings, and says how to set it where there is none", async () => {
    await using context = createResearchContext({ corpus: ["notes"] });
    await writeFiles(context.folder, {
      "notes/a.md": "# AI trends\n\nAI models grow smaller. Small AI models run on phones.",
    });
    const { passages } = await analyzeTopic({ topic: "AI trends", top_k: 5 }, context);
    expect(passages[0]?.source).toBe("notes/a.md");
    await using bare = createResearchContext();
    await expect(analyzeTopic({ topic: "AI trends", top_k: 5 }, bare)).rejects.toThrow(
      /^sources: expected files.*tool_config/,
    );
  });

  it("asks a web search only where the settings say so, and keeps what it found apart", async () => {
    const calls: unknown[] = [];
    const call = (spec: string, params: object) => {
      calls.push([spec, params]);
      return {
        results: [
          { title: "Energy", url: "https://example.com/e", snippet: "Renewable energy on the web." },
          { title: "no address" },
        ],
      };
    };
    await using silent = createResearchContext({}, { call });
    expect((await analyzeTopic({ topic: "energy", sources: corpus, top_k: 5 }, silent)).web).toEqual([]);
    expect(calls).toEqual([]);
    await using asking = createResearchContext({ web_search: true }, { call });
    const analysis = await analyzeTopic({ topic: "energy", sources: corpus, top_k: 5 }, asking);
    expect(calls).toEqual([["search_api.search_web", { query: "energy" }]]);
    expect(analysis.web).toEqual([
      { title: "Energy", url: "https://example.com/e", snippet: "Renewable energy on the web." },
    ]);
    expect(analysis.passages.some(({ source }) => source.startsWith("https"))).toBe(false);
    expect(generateOutline({ analysis, max_points: 3 }).text).toContain("Renewable energy on the web.");
    const alone = await analyzeTopic({ topic: "energy", top_k: 5 }, asking);
    expect(alone.passages.map(({ source }) => source)).toEqual(["https://example.com/e"]);
  });

  it("fails as the web search does, rather than pass over it", async () => {
    const call = () => {
      throw new Error("no provider is configured");
    };
    await using context = createResearchContext({ web_search: true }, { call });
    await expect(analyzeTopic({ topic: "energy", sources: corpus, top_k: 5 }, context)).rejects.toThrow("no provider");
  });
});

describe("generate_outline", () => {
  it("makes a section of each theme and a point of each passage, once, tied to its source", async () => {
    const analysis = await analyzed();
    const outline = generateOutline(generateOutlineInput.parse(JSON.parse(JSON.stringify({ analysis }))));
    generateOutlineOutput.parse(outline);
    expect(outline.title).toBe("renewable energy");
    const points = outline.sections.flatMap((section) => section.points);
    expect(new Set(points.map(({ text }) => text)).size).toBe(points.length);
    for (const { text, passage, source, start, end, reference } of points) {
      const origin = analysis.passages[passage ?? -1];
      expect(origin).toMatchObject({ source, start, end });
      expect(origin?.text).toContain(text);
      expect(outline.sources[reference - 1]?.source).toContain(source);
      expect(outline.text).toContain(`- ${text} [${reference}]`);
    }
    for (const { title } of outline.sections) expect(outline.text).toContain(`## ${title}`);
    expect(outline.sections.every((section) => section.points.length > 0 && section.points.length <= 6)).toBe(true);
  });

  it("heeds max_points, and indices that point nowhere", async () => {
    const analysis = await analyzed();
    expect(generateOutline({ analysis, max_points: 1 }).sections.every(({ points }) => points.length === 1)).toBe(true);
    const odd = { ...analysis, themes: [{ label: "odd", passages: [99, 0] }] };
    expect(generateOutline({ analysis: odd, max_points: 6 }).sections[0]?.points).toHaveLength(1);
  });

  it("says what of an analysis is missing", () => {
    const outcome = generateOutlineInput.safeParse({ analysis: { topic: "x", passages: [{ text: "y" }] } });
    expect(outcome.error?.issues.map(({ path }) => path.join("."))).toEqual(
      expect.arrayContaining(["analysis.themes", "analysis.passages.0.sentence"]),
    );
  });
});
