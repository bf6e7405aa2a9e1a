import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { legalPrecedentsInput, legalPrecedentsOutput } from "#schemas/search-legal-precedents.ts";
import { createResearchContext, writeFiles } from "#testing-fixtures/research-context.ts";
import { searchLegalPrecedents } from "./search-legal-precedents.ts";

/** Clauses of contracts made up for this test, one kind a file and mixed in one. */
const clauses = {
  governing_law:
    "This Agreement shall be governed by the laws of the State of Delaware, and its courts have exclusive jurisdiction.",
  termination:
    "Either party may terminate this Agreement upon thirty days' written notice, or at once for a material breach.",
  confidentiality: "Each party shall keep the Confidential Information of the other secret and disclose it to nobody.",
  liability:
    "In no event shall either party be liable for indirect or consequential damages; liability is limited to the fees paid.",
  payment:
    "The Customer shall pay each invoice within forty-five days; late payments bear interest of one percent a month.",
  indemnity: "The Supplier shall indemnify and hold harmless the Customer against claims of third parties.",
  renewal: "This Agreement renews automatically for successive periods of one year unless notice is given.",
};
const kinds = Object.keys(clauses);
const files = {
  ...Object.fromEntries(
    Object.entries(clauses).map(([kind, text]) => [
      `precedents/${kind}.txt`,
      `${kind.toUpperCase().replace("_", " ")}\n${text}`,
    ]),
  ),
  "precedents/notes/lunch.md": "Lunch is served at noon. Soup and bread are free.",
};

describe("search_legal_precedents", () => {
  it("[CASE-2] finds for each term the clause of its kind, in the corpus of the settings", async () => {
    await using context = createResearchContext({ corpus: "precedents" });
    await writeFiles(context.folder, files);
    const text = "The vendor will indemnify the buyer. ";
    const terms = {
      terms: kinds.map((type) =>
        type === "indemnity"
          ? { type, present: true, text, start: 10, end: 10 + text.length }
          : { type, present: false, text: null, start: null, end: null },
      ),
    };
    const result = await searchLegalPrecedents(legalPrecedentsInput.parse({ terms }), context);
    legalPrecedentsOutput.parse(result);
    for (const { term, present, passages, query } of result.by_term) {
      const best = result.passages[passages[0] ?? -1];
      expect(best?.source, term).toBe(`precedents/${term}.txt`);
      expect(best?.term).toBe(term);
      expect(present).toBe(term === "indemnity");
      expect(query.length).toBeGreaterThan(0);
    }
    const scores = result.passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(result.passages.map(({ source }) => source)).not.toContain("precedents/notes/lunch.md");
  });

  it("takes a word, a list of words, and a bare list of terms as well", async () => {
    await using context = createResearchContext();
    await writeFiles(context.folder, files);
    const search = (terms: unknown) =>
      searchLegalPrecedents(legalPrecedentsInput.parse({ terms, corpus: "precedents" }), context);
    expect((await search("governing law")).passages[0]).toMatchObject({
      source: "precedents/governing_law.txt",
      term: "governing law",
      present: null,
    });
    const several = await search(["written notice of breach", "late invoice interest"]);
    expect(several.by_term.map(({ passages: [best] }) => several.passages[best ?? -1]?.source)).toEqual([
      "precedents/termination.txt",
      "precedents/payment.txt",
    ]);
    expect((await search([{ type: "Governing Law", text: "" }])).passages[0]?.source).toBe(
      "precedents/governing_law.txt",
    );
    expect((await search([{ type: "custom", text: "soup and bread" }])).passages[0]?.source).toBe(
      "precedents/notes/lunch.md",
    );
  });

  it("says so when there are no precedents, no terms, or none that match", async () => {
    await using context = createResearchContext({ corpus: "precedents" });
    await mkdir(join(context.folder, "precedents"));
    const search = (terms: unknown) => searchLegalPrecedents(legalPrecedentsInput.parse({ terms }), context);
    expect(await search("governing law")).toMatchObject({
      passages: [],
      notes: ["The corpus holds no text.", "No passage was found for: governing law."],
    });
    expect((await search({ terms: [] })).notes).toContain("There are no terms to look for.");
    await writeFiles(context.folder, files);
    expect((await search(["xylophone", "governing law"])).notes).toEqual(["No passage was found for: xylophone."]);
    await using bare = createResearchContext();
    await expect(searchLegalPrecedents({ terms: "x", top_k: 5 }, bare)).rejects.toThrow(/^corpus: expected files/);
  });

  it("refuses what are no terms", () => {
    for (const terms of [null, 5, "", " ", [{}], { terms: "x" }, [""]])
      expect(legalPrecedentsInput.safeParse({ terms }).success, JSON.stringify(terms)).toBe(false);
  });
});
