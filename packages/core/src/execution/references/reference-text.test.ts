import { describe, expect, it } from "vitest";
import { isEscapedReference, isReferenceText } from "./reference-text.ts";

describe("isReferenceText", () => {
  it.each([
    "$result[0]",
    "$result[0]junk",
    "$result",
    "$result.x",
    "$steps.sales",
    "$steps",
    "$input",
    "$input.date",
    "$input-x",
    "$item",
    "$item.price",
    "$index",
    "$index + 1",
    "$result[0].__proto__",
    "$input ",
    "$input😀",
  ])("[REF-1] takes %j for a reference", (text) => {
    expect(isReferenceText(text)).toBe(true);
  });

  it.each([
    "",
    "$",
    "$5.00",
    "$foo",
    "see $result[0]",
    " $result[0]",
    "$results[0]",
    "$result_0",
    "$result0",
    "$inputs",
    "$items",
    "$indexes",
    "$stepsX",
    "$inputé",
    "$input٣",
    "result[0]",
    "$$result[0]",
    "$Result[0]",
    "$res",
  ])("[REF-1] takes %j for text", (text) => {
    expect(isReferenceText(text)).toBe(false);
  });
});

describe("isEscapedReference", () => {
  it.each(["$$result[0]", "$$input", "$$item.x", "$$$result[0]"])("[REF-4] sees the escape in %j", (text) => {
    expect(isEscapedReference(text)).toBe(true);
  });

  it.each(["$$", "$$foo", "$$5", "$$inputs", "$result[0]", "a $$result[0]"])("[REF-4] sees none in %j", (text) => {
    expect(isEscapedReference(text)).toBe(false);
  });
});
