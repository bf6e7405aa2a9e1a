import { describe, expect, it } from "vitest";
import { createTextLocator, parseTextPath } from "./text-locator.ts";

describe("createTextLocator", () => {
  it("finds keys and list items in YAML, with lines and columns from 1", async () => {
    const locate = await createTextLocator('steps:\n  - operation: t.a\n    params: { "odd key": [1, 2] }\n');
    expect(locate(parseTextPath("steps[0].operation"))).toEqual({ line: 2, column: 5 });
    expect(locate(parseTextPath('steps[0].params["odd key"][1]'))).toEqual({ line: 3, column: 30 });
  });

  it("finds the closest place where the path leads to nothing", async () => {
    const locate = await createTextLocator("steps:\n  - operation: t.a\n");
    expect(locate(parseTextPath("steps[0].params.df"))).toEqual({ line: 2, column: 5 });
  });

  it("finds the steps of a plan that is a bare list, and places in JSON", async () => {
    const list = await createTextLocator("- operation: t.a\n- operation: t.b\n");
    expect(list(parseTextPath("steps[1].operation"))).toEqual({ line: 2, column: 3 });
    const json = await createTextLocator('{\n\t"steps": [\n\t\t{"operation": "t.a"}\n\t]\n}');
    expect(json(parseTextPath("steps[0].operation"))).toEqual({ line: 3, column: 4 });
  });

  it("follows aliases to what they stand for", async () => {
    const locate = await createTextLocator("a: &x\n  k: 1\nb: *x\n");
    expect(locate(["b", "k"])).toEqual({ line: 2, column: 3 });
  });
});
