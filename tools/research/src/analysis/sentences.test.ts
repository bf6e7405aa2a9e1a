import { describe, expect, it } from "vitest";
import { keySentence } from "./sentences.ts";

const about =
  (...terms: string[]) =>
  (term: string) =>
    terms.includes(term) ? 1 : 0;

describe("keySentence", () => {
  it("takes the sentence that says most, in its own words", () => {
    const text =
      "# Title of turbines\n\nSome other things are said first. Wind turbines\nturn air into power. The end of it all.";
    expect(keySentence(text, about("turbin", "wind"))).toBe("Wind turbines turn air into power.");
  });

  it("takes items of lists and named values one by one, without their markup", () => {
    expect(keySentence("- **solar** panels on every roof\n- [wind](x.md) farms far out at sea", about("wind"))).toBe(
      "wind farms far out at sea",
    );
    expect(
      keySentence("name: weather\ndescription: daily weather in Seattle\npath: a.csv", about("weather", "seattl")),
    ).toBe("description: daily weather in Seattle");
  });

  it("leaves out tags, badges and logos of Markdown, and no type parameters", () => {
    const badge = "[![wind of the build](https://x.org/wind.svg)](https://x.org/wind)";
    const text = `<p align="center">\n  <img src="wind.png"\n  alt="wind">\n</p>\n\n${badge}\n\nA <b>wind</b> farm is a List<Turbine> at sea.`;
    expect(keySentence(text, about("wind"))).toBe("A wind farm is a List<Turbine> at sea.");
  });

  it("takes a line of a table or of code where there is nothing else", () => {
    expect(keySentence("| key | means |\n| --- | --- |\n| roots | folders of tools |", about("folder"))).toBe(
      "| roots | folders of tools |",
    );
    expect(keySentence("# Only a heading", about())).toBe("Only a heading");
  });

  it("says where it cut a sentence without end", () => {
    expect(keySentence("word ".repeat(200), about("word"))).toMatch(/^word .* …$/);
  });
});
