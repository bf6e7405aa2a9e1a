import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createResearchContext, writeFiles } from "#testing-fixtures/research-context.ts";
import { searchRelated } from "./search-related.ts";

const notes = {
  "notes/solar.md":
    "# Solar power\n\nPanels turn sunlight into electricity.\n\n## Storage\n\nBatteries keep it for the night.",
  "notes/wind.md": "# Wind power\n\nTurbines turn moving air into electricity at sea.",
};

describe("search_related", () => {
  it("[TOOL-8] ranks passages with place, score and highlights, and always the same way", async () => {
    await using context = createResearchContext({ corpus: "notes" });
    await writeFiles(context.folder, notes);
    const params = { query: "How do batteries keep power?", top_k: 10 };
    const result = await searchRelated(params, context);
    const [first] = result.passages;
    expect(first).toMatchObject({
      source: "notes/solar.md",
      line: 5,
      headings: ["Solar power", "Storage"],
      page: null,
      row: null,
    });
    expect(notes["notes/solar.md"].slice(first?.start, first?.end)).toBe(first?.text);
    expect(first?.highlights.map(({ start, end }) => first.text.slice(start, end))).toEqual(["Batteries", "keep"]);
    const scores = result.passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const score of scores) expect(score > 0 && score < 1).toBe(true);
    expect(await searchRelated(params, context)).toEqual(result);
    await using another = createResearchContext({ corpus: "notes" });
    await writeFiles(another.folder, notes);
    expect(await searchRelated(params, another)).toEqual(result);
  });

  it("tells the same passage once, with the other sources that hold it", async () => {
    await using context = createResearchContext();
    const licence = "Permission is hereby granted, free of charge, to any person.";
    await writeFiles(context.folder, {
      "l/a.txt": licence,
      "l/b.txt": `${licence}\n`,
      "l/c.txt": licence.replace("charge, ", "charge,\n"),
    });
    const { passages } = await searchRelated({ query: "permission granted", corpus: "l", top_k: 5 }, context);
    expect(passages.map(({ source, also_in }) => ({ source, also_in }))).toEqual([
      { source: "l/a.txt", also_in: ["l/b.txt", "l/c.txt"] },
    ]);
  });

  it("says when a query holds nothing to look for, and finds nothing where nothing is", async () => {
    await using context = createResearchContext({ corpus: "notes" });
    await writeFiles(context.folder, notes);
    for (const query of ["to be or not to be", "?!… --", "the of and", "\u0000\u{1F600}"]) {
      const { passages, notes } = await searchRelated({ query, top_k: 5 }, context);
      expect([passages, notes], query).toEqual([[], [expect.stringContaining("says nothing to look for")]]);
    }
    expect(await searchRelated({ query: "xylophone", top_k: 5 }, context)).toMatchObject({
      passages: [],
      notes: [],
    });
  });

  it("bears queries that are huge or written to confuse", async () => {
    await using context = createResearchContext({ corpus: "notes" });
    await writeFiles(context.folder, notes);
    const words = Array.from({ length: 1_500 }, (_, n) => `word${n}`).join(" ");
    const { passages } = await searchRelated({ query: `${words} batteries`, top_k: 5 }, context);
    expect(passages[0]?.source).toBe("notes/solar.md");
    for (const query of [
      "(((",
      "a*b+c?[x",
      "\\",
      "batteries AND NOT *",
      "x".repeat(10_000),
      "$result[0] {{ x }}",
      "__proto__ constructor",
    ]) {
      await expect(searchRelated({ query, top_k: 5 }, context)).resolves.toMatchObject({ method: "bm25" });
    }
  });

  it("finds a misspelled word", async () => {
    await using context = createResearchContext({ corpus: "notes" });
    await writeFiles(context.folder, notes);
    for (const query of ["turbnies", "electricty", "baterries"]) {
      expect((await searchRelated({ query, top_k: 5 }, context)).passages.length, query).toBeGreaterThan(0);
    }
  });

  it("says how to name a corpus when there is none", async () => {
    await using context = createResearchContext();
    await expect(searchRelated({ query: "x", top_k: 5 }, context)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringMatching(/^corpus: expected files, folders.*research_tool: \{ corpus:/),
    });
  });

  it("indexes thousands of passages without holding the event loop, and answers in milliseconds afterwards", async () => {
    await using context = createResearchContext();
    const text = Array.from(
      { length: 5_000 },
      (_, n) => `${`Passage ${n} of words w${n % 997} and v${n % 89}. `.repeat(8)}\n\n`,
    ).join("");
    await writeFiles(context.folder, { "big.txt": `${text}A planted needle stands here.\n` });
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const first = await searchRelated(
      { query: "needle", corpus: join(context.folder, "big.txt"), top_k: 3 },
      context,
    ).finally(() => clearInterval(timer));
    expect(first.passages[0]?.text).toContain("planted needle");
    // Far above what it takes, since the machine may be busy; in one go it would be a second and more.
    expect(longest).toBeLessThan(400);
    const since = performance.now();
    await searchRelated({ query: "needle", corpus: join(context.folder, "big.txt"), top_k: 3 }, context);
    expect(performance.now() - since).toBeLessThan(200);
  });
});
