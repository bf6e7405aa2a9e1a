import { describe, expect, it } from "vitest";
import { detectDelimiter } from "./delimiter.ts";

describe("detectDelimiter", () => {
  it.each([
    ["a;b;c\n1,5;2,5;3\n", ";"],
    ["a,b\n1;2,3\n4;5,6\n", ","],
    ["name\tnote\nx\ta,b;c|d\n", "\t"],
    ["a|b\n1|2\n", "|"],
    ["single\nx\ny\n", ","],
    ["a;b\nx\n", ";"],
    ["a,b;c\n1,2;3\n4;5;6\n", ","],
  ])("%j", (text, delimiter) => {
    expect(detectDelimiter(text, true)).toBe(delimiter);
  });
});
