import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Piece } from "#ranking/passage.ts";
import { splitText } from "./split-text.ts";

const pieces = (text: string, hasHeadings = true): Piece[] =>
  [...splitText(text, { hasHeadings })].filter((piece) => piece !== null);
const paragraph = (word: string) => `${word} `.repeat(80).trim();

describe("splitText", () => {
  it("cuts at paragraphs, with the line each begins in", () => {
    const text = `${paragraph("one")}\n\n${paragraph("two")}\n\nshort\n\n${paragraph("three")}`;
    expect(pieces(text).map(({ text, line }) => [text.split(" ")[0], line])).toEqual([
      ["one", 1],
      ["two", 3],
      ["short\n\nthree", 5],
    ]);
  });

  it("begins a passage at each heading and tells the headings it stands under", () => {
    const found = pieces("# A\n\nfirst\n\n## B ##\n\nsecond\n\n```\n# no heading\n```\n\n# C\nthird");
    expect(found.map(({ headings }) => headings)).toEqual([["A"], ["A", "B"], ["C"]]);
    expect(found[1]?.text).toBe("## B ##\n\nsecond\n\n```\n# no heading\n```");
  });

  it("begins a passage at titles in capitals, as contracts set them", () => {
    const text =
      "3. GOVERNING LAW\nIrish law.\n\nTERMINATION:\nBy notice.\n\nSECTION 4.2 LIABILITY & COSTS\nNone.\nA B\nUSA is no title here";
    expect(pieces(text, false).map(({ headings, line }) => [headings, line])).toEqual([
      [["3. GOVERNING LAW"], 1],
      [["TERMINATION:"], 4],
      [["SECTION 4.2 LIABILITY & COSTS"], 7],
    ]);
  });

  it("takes # for a heading in Markdown only", () => {
    expect(pieces("# a comment\nx", false)[0]?.headings).toEqual([]);
  });

  it("cuts a long paragraph at ends of sentences, and what has none anywhere", () => {
    const sentences = Array.from({ length: 60 }, (_, n) => `Sentence number ${n} ends here.`).join(" ");
    const found = pieces(sentences);
    expect(found.length).toBeGreaterThan(1);
    for (const { text } of found) expect(text).toMatch(/\.$/);
    expect(pieces("x".repeat(5_000)).map(({ text }) => text.length)).toEqual([1200, 1200, 1200, 1200, 200]);
  });

  it("loses no word and invents none: each passage is what stands at its place", () => {
    const part = fc.constantFrom(
      "# h\n",
      "word ",
      "\n",
      "\n\n",
      "```\n",
      "😀".repeat(30),
      "sentence ends. ",
      "\r\n",
      "x".repeat(900),
      "\ufeff",
      "- item\n",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.boolean(), (parts, hasHeadings) => {
        const text = parts.join("");
        let last = 0;
        let told = "";
        for (const piece of pieces(text, hasHeadings)) {
          expect(text.slice(piece.start, piece.end)).toBe(piece.text);
          expect(piece.start).toBeGreaterThanOrEqual(last);
          expect(piece.line).toBe(text.slice(0, piece.start).split("\n").length);
          expect(piece.text.isWellFormed()).toBe(true);
          told += piece.text;
          last = piece.end;
        }
        const bare = (words: string) => words.replace(/\s|\ufeff/g, "").replaceAll("#h", "");
        expect(bare(told)).toBe(bare(text));
      }),
      { numRuns: 200 },
    );
  });
});
