import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReference } from "./parse.ts";
import { hasTemplate, parseTemplate, toTemplateText } from "./template.ts";

function partsOf(text: string): string[] {
  return parseTemplate(text).parts.map((part) => (typeof part === "string" ? part : `<${part.text}>`));
}

describe("parseTemplate", () => {
  it.each([
    ["Report for {{ $input.date }}", ["Report for ", "<$input.date>"]],
    ["{{$input.a}}{{ $input.b }}", ["<$input.a>", "<$input.b>"]],
    ["{{\n\t$result[0].rows\r\n}} rows", ["<$result[0].rows>", " rows"]],
    ['{{ $input["}}"] }}', ['<$input["}}"]>']],
    ["{{{ $input.x }}}", ["{", "<$input.x>", "}"]],
    ["{{ $index }}: {{ $item.name }}.", ["<$index>", ": ", "<$item.name>", "."]],
    ["a {{ b {{ $input.x }} c }}", ["a {{ b ", "<$input.x>", " c }}"]],
  ])("[REF-3] splits %j", (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
    expect(hasTemplate(text)).toBe(true);
  });

  it.each([
    "",
    "plain",
    "{{ name }}",
    "{{#each items}}{{this}}{{/each}}",
    "{% if x %}{{ x | upper }}{% endif %}",
    "{ $input.x }",
    "{{",
    "{{ ",
    "}} $input {{",
    "{{{}}}",
  ])("[REF-3] leaves %j alone", (text) => {
    expect(hasTemplate(text)).toBe(false);
    expect(partsOf(text)).toEqual([text]);
  });

  it.each([
    ["{{ $$input.x }}", ["{{ $input.x }}"]],
    ["{{$$result[0]}} and {{ $input.x }}", ["{{$result[0]}} and ", "<$input.x>"]],
    ["{{ $$$input }}", ["{{ $$input }}"]],
    ["{{ $$price }}", ["{{ $price }}"]],
  ])("[REF-4] undoes the escape in %j", (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });

  it.each([
    ["{{ $input.x", 12, "'.', '[' or '}}'"],
    ["{{ $input.x }", 13, "or '}}'"],
    ["{{ $input.x | upper }}", 13, "or '}}'"],
    ["{{ $input. }}", 11, "a name"],
    ["{{ $name }}", 4, "$result, $steps, $input, $item or $index"],
    ["{{ $ }}", 4, "$result, $steps"],
    ["{{$index.x}}", 9, "nothing more"],
  ])("[REF-5] refuses %j at column %i, expecting %s", (text, column, expected) => {
    const { errors } = parseTemplate(text);
    expect(errors.map((error) => error.code)).toEqual(["E007"]);
    expect(errors[0]?.message).toContain(`at column ${column}: expected `);
    expect(errors[0]?.message).toContain(expected);
  });

  it("[REF-5] tells everything that is wrong with a text at once", () => {
    const { errors } = parseTemplate("{{ $input. }} {{ $input.ok }} {{ $steps }}");
    expect(errors.map((error) => error.details.column)).toEqual([11, 40]);
  });

  it("[REF-9] refuses more than 1 MiB with E001, but only where there is a template", () => {
    const filler = "x".repeat(1_048_576);
    const { errors } = parseTemplate(`${filler}{{ $input.x }}`);
    expect(errors.map((error) => error.code)).toEqual(["E001"]);
    expect(hasTemplate(filler)).toBe(false);
    expect(parseTemplate(`${"x".repeat(1_048_576 - 14)}{{ $input.abc }}`.slice(2)).errors).toEqual([]);
  });

  it("takes no longer for many braces than for few", () => {
    expect(hasTemplate("{".repeat(1_000_000))).toBe(false);
    expect(hasTemplate(`${"{{ ".repeat(300_000)}x`)).toBe(false);
  });

  it("[REF-3] gives back the text around references as it stands", () => {
    const literal = fc.string({ unit: "binary" }).filter((text) => !text.includes("{"));
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 6 }), (literals) => {
        const { parts, errors } = parseTemplate(literals.join("{{ $input.x }}"));
        expect(errors).toEqual([]);
        expect(parts.map((part) => (typeof part === "string" ? part : "{{ $input.x }}")).join("")).toBe(
          literals.join("{{ $input.x }}"),
        );
        expect(parts.filter((part) => typeof part !== "string")).toHaveLength(literals.length - 1);
      }),
    );
  });
});

describe("toTemplateText", () => {
  const reference = parseReference("$input.x");

  it.each([
    ["text", "text"],
    ["", ""],
    [5, "5"],
    [Number.NaN, "null"],
    [true, "true"],
    [null, "null"],
    [[1, "a"], '[1,"a"]'],
    [{ a: { b: null } }, '{"a":{"b":null}}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [{ toJSON: () => ({ rows: 3 }) }, '{"rows":3}'],
  ])("[REF-3] writes %j as %s", (value, text) => {
    expect(toTemplateText(value, reference)).toBe(text);
  });

  it("[REF-3] refuses what has no JSON form with E007, naming the reference", () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    for (const value of [cyclic, 5n, () => 1, Symbol("s")]) {
      expect(() => toTemplateText(value, reference)).toThrow(
        expect.objectContaining({
          code: "E007",
          message: expect.stringContaining("'$input.x' cannot be put into text"),
        }),
      );
    }
  });
});
