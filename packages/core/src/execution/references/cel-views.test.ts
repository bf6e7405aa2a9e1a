import { describe, expect, it } from "vitest";
import { type Table, tableMark } from "#contracts/table.ts";
import { compileCondition } from "./condition.ts";
import type { ReferenceSite } from "./reference-site.ts";

const site: ReferenceSite = { position: 0, previousCount: 0, total: 1, ids: new Map(), each: false, path: "when" };

function ask(text: string, input: unknown): boolean {
  const outcome = () => {
    throw new Error("no step stands before");
  };
  return compileCondition(text, site).evaluate({ outcome, input, item: undefined, index: 0 });
}

class TestTable implements Table {
  readonly rows = 2;
  readonly columns = 1;
  readonly schema = [{ name: "price", type: "number" }] as const;
  readonly data = [{ price: 1.5 }, { price: 2.5 }];
  readonly truncated = false;
  readonly [tableMark] = true;
  records(): Promise<never> {
    throw new Error("the table was read");
  }
  column(): Promise<never> {
    throw new Error("the table was read");
  }
}

describe("data in conditions", () => {
  it("[REF-12] lets tables be asked by their own properties", () => {
    const table = new TestTable();
    for (const text of [
      "input.rows > 1",
      "input.data[1].price == 2.5",
      "input.data.exists(r, r.price > 2)",
      "!input.truncated",
      "input.schema[0].name == 'price'",
    ]) {
      expect(ask(text, table)).toBe(true);
    }
    for (const text of ["has(input.records)", "has(input.column)", "'records' in input"])
      expect(ask(text, table)).toBe(false);
  });

  it.each([
    "input.__proto__ == null",
    "input['constructor'] == null",
    "has(input.prototype)",
    "cel.__proto__ == null",
    "input.list.map(x, x.constructor) == []",
  ])("[REF-9] refuses the hidden name in %s before anything runs", (text) => {
    expect(compileCondition(text, site).errors).toEqual([
      expect.objectContaining({ code: "E007", message: expect.stringContaining("is never visible") }),
    ]);
  });

  it("[REF-9] refuses computed hidden names", () => {
    for (const key of ["__proto__", "constructor", "prototype"]) {
      expect(() => ask("input.data[input.key] == null", { key, data: {} })).toThrow(`'${key}' is never visible`);
    }
    expect(
      ask("'__proto__' in input || 'constructor' in input", JSON.parse('{"__proto__": 1, "constructor": 2}')),
    ).toBe(false);
    expect(ask("size(input) == 1", JSON.parse('{"__proto__": 1, "constructor": 2, "a": 3}'))).toBe(true);
  });

  it("[REF-9] never runs an accessor and sees nothing inherited", () => {
    const trap: object = Object.create({ inherited: 1 });
    Object.defineProperty(trap, "danger", {
      enumerable: true,
      get: () => {
        throw new Error("an accessor was run");
      },
    });
    Object.defineProperty(trap, "constructor", {
      get: () => {
        throw new Error("an accessor was run");
      },
    });
    Object.defineProperty(trap, "hidden", { value: 1 });
    for (const name of ["danger", "inherited", "hidden", "toString"]) {
      expect(ask(`has(input.${name}) || '${name}' in input || size(input) > 0 || input.exists(k, true)`, trap)).toBe(
        false,
      );
      expect(() => ask(`input.${name} == 1`, trap)).toThrow(`No such key: ${name}`);
    }
    expect(ask("input == {}", trap)).toBe(true);
  });

  it("[REF-9] shows nothing of maps and sets, and functions not at all", () => {
    expect(
      ask("size(input.map) == 0 && size(input.set) == 0 && !has(input.run)", {
        map: new Map([["a", 1]]),
        set: new Set([1]),
        run: () => 1,
      }),
    ).toBe(true);
  });

  it("[REF-9] counts typed arrays among the lists, bytes stay bytes, moments are timestamps", () => {
    const input = {
      floats: new Float64Array([1.5, 2.5]),
      bytes: new Uint8Array([97, 98]),
      buffer: Buffer.from("ab"),
      when: new Date(0),
    };
    for (const text of [
      "input.floats[1] == 2.5",
      "size(input.floats) == 2",
      "input.bytes == b'ab'",
      "input.buffer == input.bytes",
      "input.when == timestamp(0)",
    ]) {
      expect(ask(text, input)).toBe(true);
    }
  });

  it("compares lists and maps by what they hold", () => {
    const input = { a: [1, { b: ["x"] }], same: [1, { b: ["x"] }], other: [1, { b: ["y"] }], holes: [null, undefined] };
    for (const text of [
      "input.a == input.same",
      "input.a != input.other",
      "input.a == [1, {'b': ['x']}]",
      "{'b': ['x']} in input.a",
      "input.holes == [null, null]",
    ]) {
      expect(ask(text, input)).toBe(true);
    }
  });

  it("joins, adds and walks over lists of data", () => {
    const input = { words: ["a", "b"], map: { k: 1 } };
    for (const text of [
      "input.words.join('-') == 'a-b'",
      "input.words + ['c'] == ['a', 'b', 'c']",
      "input.map.all(k, k == 'k')",
    ]) {
      expect(ask(text, input)).toBe(true);
    }
  });

  it("reads no more of the data than the condition names", () => {
    let reads = 0;
    const watched = new Proxy(
      Array.from({ length: 100_000 }, (_, value) => ({ value })),
      {
        getOwnPropertyDescriptor(target, key) {
          reads++;
          return Reflect.getOwnPropertyDescriptor(target, key);
        },
      },
    );
    expect(ask("input.list[7].value == 7 && size(input.list) == 100000 && input.list != null", { list: watched })).toBe(
      true,
    );
    expect(reads).toBeLessThan(5);
  });

  it("asks cyclic data without end what it can be asked", () => {
    const cyclic: { self?: unknown; rows: number } = { rows: 1 };
    cyclic.self = cyclic;
    expect(ask("input.self.self.rows == 1 && input != null && size(input) == 2", cyclic)).toBe(true);
    expect(() => ask("input == input.self", cyclic)).toThrow(expect.objectContaining({ code: "E007" }));
  });
});
