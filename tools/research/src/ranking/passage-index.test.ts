import { describe, expect, it } from "vitest";
import type { Passage } from "./passage.ts";
import { PassageIndex } from "./passage-index.ts";

const passage = (id: number, text: string, more: Partial<Passage> = {}): Passage => ({
  id,
  text,
  source: `${id}.txt`,
  start: 0,
  end: text.length,
  line: 1,
  headings: [],
  page: null,
  row: null,
  ...more,
});

function indexOf(...texts: string[]): PassageIndex {
  const index = new PassageIndex();
  for (const [id, text] of texts.entries()) index.add(passage(id, text));
  return index;
}

const ids = (index: PassageIndex, ...terms: string[]) =>
  index
    .search(
      terms.map((term) => ({ term })),
      10,
    )
    .map(({ passage: { id } }) => id);

describe("PassageIndex", () => {
  it("ranks what holds more and rarer terms first", () => {
    const index = indexOf("apple pear", "apple apple tree", "zebra", "apple zebra", "apple pear plum");
    expect(ids(index, "appl", "zebra")[0]).toBe(3);
    expect(ids(index, "zebra")).toEqual([2, 3]);
  });

  it("finds words that begin alike, and misspelled ones, after exact ones", () => {
    const index = indexOf("configuration file", "config file", "anything else");
    expect(ids(index, "config")).toEqual([1, 0]);
    expect(ids(index, "configurr")).toEqual([0]);
  });

  it("counts headings, and code less than prose", () => {
    const index = new PassageIndex();
    index.add(passage(0, "```\nretry\n```\nsome words here"));
    index.add(passage(1, "```\nword\n```\nsome retry here"));
    index.add(passage(2, "other words here", { headings: ["Retry"] }));
    expect(ids(index, "retri")).toHaveLength(3);
    expect(ids(index, "retri").at(-1)).toBe(0);
  });

  it("scores between 0 and 1, and a full match above a partial one", () => {
    const index = indexOf("solar power plant", "solar eclipse", "nothing");
    const [full, partial] = index.search([{ term: "solar" }, { term: "power" }], 10);
    expect(full?.score).toBeGreaterThan(0.5);
    expect(full?.score).toBeLessThan(1);
    expect(partial?.score).toBeLessThan(0.4);
  });

  it("ranks the same after passages came and went as if they never had", () => {
    const texts = ["alpha beta", "beta gamma gamma", "gamma delta alpha"];
    const fresh = indexOf(...texts);
    const used = indexOf(...texts);
    for (let id = 10; id < 60; id++) used.add(passage(id, `alpha word${id} beta beta`));
    for (let id = 10; id < 60; id++) used.remove(id);
    const query = [{ term: "beta" }, { term: "gamma" }];
    expect(used.search(query, 10)).toEqual(fresh.search(query, 10));
    expect(used.size).toBe(3);
    expect(used.frequencyOf("word10")).toBe(0);
    expect(used.frequencyOf("beta")).toBe(fresh.frequencyOf("beta"));
  });

  it("puts equal passages in the order of their sources", () => {
    const index = new PassageIndex();
    for (const [id, source] of ["c", "a", "b"].entries()) index.add(passage(id, "same words", { source }));
    expect(index.search([{ term: "word" }], 10).map(({ passage: { source } }) => source)).toEqual(["a", "b", "c"]);
  });

  it("is not misled by names of Object's own", () => {
    const index = indexOf("constructor __proto__ hasOwnProperty", "toString");
    expect(ids(index, "constructor")).toEqual([0]);
    expect(ids(index, "proto")).toEqual([0]);
  });
});
