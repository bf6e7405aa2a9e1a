import { describe, expect, it } from "vitest";
import { plainProse } from "./plain-prose.ts";

const wordsOf = (text: string): readonly string[] => plainProse(text).match(/[\p{L}<>]+/gu) ?? [];

describe("plainProse", () => {
  it("keeps the words of links, and not where they lead", () => {
    expect(wordsOf('See [the guide](https://x.org/utm?campaign "Guide") or https://y.org/badge here.')).toEqual(
      "See the guide or here".split(" "),
    );
  });

  it("leaves out tags, pictures and code", () => {
    const text = '<div\nalign="center">Sun</div> ![logo](a.png)\n\n```ts\nimport { x } from "y";\n```\n\nMoon, a < b';
    expect(wordsOf(text)).toEqual(["Sun", "Moon", "a", "<", "b"]);
  });

  it("gives code where there is nothing else", () => {
    expect(plainProse("```\nlet moon;\n```")).toBe("```\nlet moon;\n```");
  });
});
