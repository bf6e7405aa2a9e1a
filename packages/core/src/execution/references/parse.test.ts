import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DslEvaluationError } from "#contracts/errors.ts";
import { parseReference } from "./parse.ts";

function failureOf(text: string): DslEvaluationError {
  try {
    parseReference(text);
  } catch (error) {
    if (error instanceof DslEvaluationError) return error;
    throw error;
  }
  throw new Error(`'${text}' was parsed`);
}

describe("parseReference", () => {
  it.each([
    ["$result[0]", { root: "result", index: 0, path: [] }],
    ["$result[12].data.items[2]", { root: "result", index: 12, path: ["data", "items", 2] }],
    ["$result[-1]", { root: "result", index: -1, path: [] }],
    ["$result[-0]", { root: "result", index: 0, path: [] }],
    ["$result[0].data.field", { root: "result", index: 0, path: ["data", "field"] }],
    ['$result[0].data.items[2]["odd key"]', { root: "result", index: 0, path: ["data", "items", 2, "odd key"] }],
    ["$result[0][-1]", { root: "result", index: 0, path: [-1] }],
    ["$steps.sales", { root: "steps", id: "sales", path: [] }],
    ["$steps.my-step_2.rows", { root: "steps", id: "my-step_2", path: ["rows"] }],
    ["$input", { root: "input", path: [] }],
    ["$input.a-b", { root: "input", path: ["a-b"] }],
    ["$input['it\\'s']", { root: "input", path: ["it's"] }],
    [`$input['say "hi"']`, { root: "input", path: ['say "hi"'] }],
    ['$input["\\u00e9\\n\\\\\\/"]', { root: "input", path: ["é\n\\/"] }],
    ['$input[""]', { root: "input", path: [""] }],
    ['$input["]"]', { root: "input", path: ["]"] }],
    ["$item", { root: "item", path: [] }],
    ["$item[0].x", { root: "item", path: [0, "x"] }],
    ["$index", { root: "index", path: [] }],
  ])("reads %j", (text, expected) => {
    expect(parseReference(text)).toStrictEqual({ ...expected, text });
  });

  it.each([
    ["$result[0]junk", 11, "'.', '[' or the end"],
    ["$result", 8, "'[' and the index of a step"],
    ["$result.x", 8, "'[' and the index of a step"],
    ["$result[", 9, "the index of a step"],
    ["$result[abc]", 9, "the index of a step"],
    ["$result[]", 9, "the index of a step"],
    ["$result[01]", 10, "']'"],
    ["$result[1.5]", 10, "']'"],
    ["$result[-]", 9, "the index of a step"],
    ["$result[ 0 ]", 9, "the index of a step"],
    ["$result['0']", 9, "the index of a step"],
    ["$result[0", 10, "']'"],
    ["$result[0].", 12, "a name"],
    ["$result[0].0", 12, "an index is written [0]"],
    ["$result[0] .x", 11, "or the end"],
    ["$result[0][", 12, "an index or a quoted key"],
    ["$result[0][name]", 12, "an index or a quoted key"],
    ["$result[0]['a", 14, "closing '"],
    ['$result[0]["a\'"', 16, "']'"],
    ['$result[0]["\\x"]', 13, "a JSON escape"],
    ['$result[0]["\\\'"]', 13, "a JSON escape"],
    ['$result[0]["\\u12"]', 13, "four hexadecimal digits"],
    ['$result[0]["a\nb"]', 14, "control character"],
    ["$steps", 7, "'.' and the id of a step"],
    ["$steps[0]", 7, "'.' and the id of a step"],
    ["$steps.", 8, "the id of a step"],
    ["$steps.1a", 8, "the id of a step"],
    ["$index.x", 7, "nothing more or the end"],
    ["$index[0]", 7, "nothing more or the end"],
    ["$input ", 7, "or the end"],
    ["$input-x", 7, "or the end"],
    ["$input..x", 8, "a name"],
    ["$input😀", 7, "found '😀'"],
    ["$nothing", 1, "$result, $steps, $input, $item or $index"],
  ])("[REF-5] refuses %j at column %i, expecting %s", (text, column, expected) => {
    const error = failureOf(text);
    expect(error.code).toBe("E007");
    expect(error.message).toContain(`Malformed reference '${text}' at column ${column}: expected `);
    expect(error.message).toContain(expected);
    expect(error.details).toMatchObject({ text, column });
  });

  it("[REF-9] takes 64 segments and refuses 65", () => {
    expect(parseReference(`$input${".a".repeat(64)}`).path).toHaveLength(64);
    expect(failureOf(`$input${".a".repeat(65)}`).message).toContain("at most 64 path segments");
  });

  it("[REF-9] takes 4,096 characters and refuses more", () => {
    const longest = `$input.${"a".repeat(4_089)}`;
    expect(longest).toHaveLength(4_096);
    expect(parseReference(longest).path[0]).toHaveLength(4_089);
    const error = failureOf(`${longest}a`);
    expect(error.message).toContain("at most 4096 characters");
    expect(error.message.length).toBeLessThan(400);
  });

  it("keeps an index that no number holds as it was written", () => {
    const digits = "9".repeat(400);
    const reference = parseReference(`$result[${digits}]`);
    expect(reference.index).toBe(Number.MAX_SAFE_INTEGER);
    expect(reference.text).toContain(digits);
  });

  it("[REF-5] reads any text or refuses it with E007, never anything else", () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."$resultinputstepsitemindex.[]0123-'\"\\u_ {}".split("")), maxLength: 40 }),
      fc.string({ unit: "binary" }).map((rest) => `$input${rest}`),
      fc.string().map((rest) => `$result[0]${rest}`),
    );
    fc.assert(
      fc.property(text, (written) => {
        try {
          expect(parseReference(written).text).toBe(written);
        } catch (error) {
          if (!(error instanceof DslEvaluationError)) throw error;
          expect(error.details.column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
