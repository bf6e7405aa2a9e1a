import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitJson } from "./split-json.ts";

const pieces = (json: string) => [...splitJson(json)].filter((piece) => piece !== null);

describe("splitJson", () => {
  it("makes a passage of each object's texts, with their keys and places", () => {
    const json = `{ "title": "All", "items": [\n  { "name": "a \\"b\\"", "n": 1, "tags": ["x", "y"] },\n  { "name": "c" }\n] }`;
    const found = pieces(json);
    expect(found.map(({ text, line }) => [text, line])).toEqual([
      ['name: a "b"\ntags: x\ntags: y', 2],
      ["name: c", 3],
      ["title: All", 1],
    ]);
    expect(json.slice(found[1]?.start, found[1]?.end)).toBe('"c"');
  });

  it("reads one value per line, and bare texts", () => {
    expect(pieces('{"a":"one"}\n{"a":"two"}\n').map(({ text }) => text)).toEqual(["a: one", "a: two"]);
    expect(pieces('["one", "two"]').map(({ text }) => text)).toEqual(["one\ntwo"]);
    expect(pieces('{"__proto__":"kept"}').map(({ text }) => text)).toEqual(["__proto__: kept"]);
  });

  it("cuts long texts at their paragraphs", () => {
    const long = `${"word ".repeat(300)}\n\n${"more ".repeat(300)}`;
    expect(pieces(JSON.stringify({ long })).length).toBeGreaterThan(2);
  });

  it("says near which line a file is no JSON", () => {
    for (const json of ['{"a":\n"b', '{"a"\n]', "[1}\n", "\n}", "{\n", '{"a": \n<b>}'])
      expect(() => pieces(json), json).toThrow(/Malformed JSON near line \d/);
  });

  it("finds every text of any JSON, however deep", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const told = pieces(JSON.stringify(value, null, 1))
          .map(({ text }) => text)
          .join("\n");
        JSON.stringify(value, (_key, item: unknown) => {
          if (typeof item === "string" && /\p{L}/u.test(item) && item.length < 1_000) expect(told).toContain(item);
          return item;
        });
      }),
    );
    expect(pieces(`${"[".repeat(100_000)}"deep"${"]".repeat(100_000)}`)).toHaveLength(1);
  });
});
