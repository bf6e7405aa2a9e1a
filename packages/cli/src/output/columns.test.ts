import { describe, expect, it } from "vitest";
import { columnLines } from "./columns.ts";

describe("columnLines", () => {
  it("puts cells under each other, and leaves no blanks at the end of a line", () => {
    expect(
      columnLines([
        ["a", "long", "x"],
        ["longer", "b", ""],
      ]),
    ).toEqual(["a       long  x", "longer  b"]);
    expect(columnLines([])).toEqual([]);
  });

  it("lets no cell break a line or move the cursor, and cuts all but the last", () => {
    const [line = ""] = columnLines([["a\nb\u001b[31m", "x".repeat(200), "y".repeat(200)]]);
    expect(line).toBe(`a b\\x1b[31m  ${"x".repeat(79)}…  ${"y".repeat(200)}`);
  });
});
