import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanJson } from "./scan-json.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The engine says no, which is the answer.
    return false;
  }
}

describe("scanJson", () => {
  it("finds no fault with any JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(4), (text, indent) => {
        expect(scanJson(text)).toEqual([]);
        expect(scanJson(JSON.stringify(JSON.parse(text), null, indent))).toEqual([]);
      }),
    );
  });

  it("says no where the engine says no", () => {
    const characters = fc.string({ unit: fc.constantFrom(...'{}[]:,"\\-+.0123eEtrufalsn \n\t\u0001') });
    const damaged = fc.tuple(fc.json({ maxDepth: 2 }), fc.nat(), characters).map(([text, at, insert]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(characters, damaged), (text) => {
        const faults = scanJson(text).filter(({ message }) => !message.includes("stands twice"));
        expect(faults.length === 0, text).toBe(isJson(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["{", 1, 'expected a key in double quotes, or "}", found the end'],
    ["[1 2]", 3, 'expected "," or "]", found "2"'],
    ['{"a" 1}', 5, 'expected ":", found "1"'],
    ["[01]", 2, 'expected "," or "]", found "1"'],
    ["[-]", 1, 'expected a digit, found "-"'],
    ["[nul]", 1, 'expected a value, found "n"'],
    ['["a\nb"]', 3, 'expected an escape such as \\n in place of a control character, found "\\n"'],
    ['["\\x"]', 1, "this text has an escape that JSON does not know"],
    ['["abc', 1, "this text is never closed: expected a double quote at its end"],
    ["{} {}", 3, 'expected the end, found "{"'],
  ])("tells where %j stops being JSON", (text, offset, message) => {
    expect(scanJson(text)).toEqual([{ offset, message }]);
  });

  it("tells every key that stands twice, however it is written", () => {
    expect(scanJson('{"a": {"b": 1, "\\u0062": 2}, "a": 3}').map(({ offset }) => offset)).toEqual([15, 29]);
  });
});
