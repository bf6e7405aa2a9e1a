import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractToolCalls } from "./extract-tool-calls.ts";

const paramsOf = (text: string, input = {}, context = {}) => extractToolCalls(text, input, context)[0]?.params;

describe("extractToolCalls", () => {
  it("[OE-9] finds calls between other text, in order, with or without parameters", () => {
    expect(extractToolCalls("First {{one()}}, then {{ two( a=1 , b='x' ) }}{{three-3(c=true)}}.")).toEqual([
      { tool: "one", params: {} },
      { tool: "two", params: { a: 1, b: "x" } },
      { tool: "three-3", params: { c: true } },
    ]);
  });

  it("[OE-9] reads quotes of both kinds with escapes, numbers, booleans and null", () => {
    const text = String.raw`{{t(a='it\'s', b="say \"x\"", c='back\\slash', d="line\nbreak\ttab", e='a,b)}}', f="")}}`;
    expect(paramsOf(text)).toEqual({
      a: "it's",
      b: 'say "x"',
      c: String.raw`back\slash`,
      d: "line\nbreak\ttab",
      e: "a,b)}}",
      f: "",
    });
    expect(paramsOf("{{t(a=0, b=-2, c=3.25, d=1e3, e=-1.5E-2, f=true, g=false, h=null)}}")).toEqual({
      a: 0,
      b: -2,
      c: 3.25,
      d: 1000,
      e: -0.015,
      f: true,
      g: false,
      h: null,
    });
  });

  it("[OE-9] looks up input and context, quoted or not, with null for what is missing", () => {
    const input = { rows: { first: 7 }, none: null };
    const context = { user: { name: "ann" } };
    const text = `{{t(a=input.rows.first, b="context.user.name", c='input.rows', d=input.gone.deep, e=input.none, f="input")}}`;
    expect(paramsOf(text, input, context)).toEqual({ a: 7, b: "ann", c: { first: 7 }, d: null, e: null, f: "input" });
  });

  it("[OE-9] reaches nothing inherited", () => {
    for (const path of ["input.constructor", "input.__proto__", "input.rows.toString", "context.hasOwnProperty"]) {
      expect(paramsOf(`{{t(x=${path})}}`, { rows: {} })).toEqual({ x: null });
    }
    const params = paramsOf("{{t(__proto__='x')}}");
    expect(Object.getPrototypeOf(params)).toBe(Object.prototype);
    expect(Object.hasOwn(params ?? {}, "__proto__")).toBe(true);
  });

  it("[OE-9] skips what is malformed, and finds the calls after it", () => {
    const malformed = ["{{t(x=}}", "{{t(x)}}", "{{t(x=1", "{{t(x=1)}", "{{t(x=1,)}}", "{{t(,x=1)}}", "{{t(x='open)}}"];
    malformed.push(
      "{{t(x=01)}}",
      "{{t(x=maybe)}}",
      "{{t(x=1 y=2)}}",
      "{{ text }}",
      "{{1t(x=1)}}",
      "{{t.op(x=1)}}",
      "{{}}",
    );
    for (const text of malformed) expect(extractToolCalls(text)).toEqual([]);
    expect(extractToolCalls(`{{broken(x=}} {{ok(x=1)}}`)).toEqual([{ tool: "ok", params: { x: 1 } }]);
  });

  it("reads hostile text in time that grows with its length", () => {
    const unit = 100_000;
    for (const piece of ["{{t(x=", "{{", "{{t(x='", "{{t(x=1,", "{{t(                ", "{{t(x='\\", "{{t(x=aaaa"]) {
      const startedAt = performance.now();
      expect(extractToolCalls(piece.repeat(unit))).toEqual([]);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
  });

  it("never throws, whatever the text", () => {
    const pieces = fc.constantFrom(
      "{{",
      "}}",
      "t",
      "(",
      ")",
      "=",
      "'",
      '"',
      "\\",
      ",",
      "1",
      " ",
      "input.a",
      "true",
      "-",
      "é",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        for (const { tool, params } of extractToolCalls(parts.join(""))) {
          expect(tool).toMatch(/^[A-Za-z_]/);
          expect(params).toBeTypeOf("object");
        }
      }),
      { numRuns: 500 },
    );
  });
});
