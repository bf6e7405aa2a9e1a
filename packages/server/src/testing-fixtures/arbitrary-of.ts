import fc from "fast-check";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** Values that hardly any schema wants. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, "", -1, 1e308, "__proto__", "a\r\nb", "\u0000", [], {}, "x".repeat(5_000)),
);

/** Values as a JSON Schema describes them, and now and then others. `words` stand where a text is wanted. */
export function arbitraryOf(schema: JsonSchema, words: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 60, arbitrary: fitting(schema, words) }, { weight: 1, arbitrary: odd });
}

function fitting(schema: JsonSchema, words: readonly string[]): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map((part) => arbitraryOf(part, words)));
  const types: readonly unknown[] = [schema.type].flat();
  if (types.length > 1) return fc.oneof(...types.map((type) => fitting({ ...schema, type }, words)));
  switch (schema.type) {
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 50) });
    case "number":
      return fc.double({ min: 0, max: 5_000, noNaN: true });
    case "string":
      return fc.oneof({ weight: 30, arbitrary: wordFor(schema, words) }, { weight: 1, arbitrary: fc.string() });
    case "array":
      return fc.array(schema.items ? arbitraryOf(schema.items as JsonSchema, words) : odd, { maxLength: 4 });
    case "object":
      return objectOf(schema, words);
    default:
      return odd;
  }
}

/** Where nothing is said of what an object holds, it is a step. */
const stepKeys: JsonSchema = {
  operation: { enum: ["door_tool.add", "door_tool.who", "door_tool.fail", "door_tool.table", "door_tool.nope"] },
  params: { enum: [{ a: 1 }, { a: "$result[-1]" }, {}, null, { value: "$input.x" }] },
};

function wordFor({ pattern }: JsonSchema, words: readonly string[]): fc.Arbitrary<string> {
  const own = typeof pattern === "string" ? words.filter((word) => new RegExp(pattern).test(word)) : words;
  return fc.constantFrom(...(own.length > 0 ? own : words));
}

function objectOf({ properties, required }: JsonSchema, words: readonly string[]): fc.Arbitrary<unknown> {
  const keys = properties ?? stepKeys;
  const entries = Object.entries(keys as { readonly [key: string]: JsonSchema });
  const model = Object.fromEntries(entries.map(([key, part]) => [key, arbitraryOf(part, words)]));
  const needed: unknown = properties ? required : ["operation"];
  const always = Array.isArray(needed) ? needed.filter((key) => key in model) : [];
  const record = fc.record(model, { requiredKeys: always });
  return fc.oneof(
    { weight: 30, arbitrary: record },
    { weight: 1, arbitrary: fc.tuple(record, odd).map(([own, more]) => ({ ...own, unknown: more })) },
  );
}
