import { describe, expect, it } from "vitest";
import { didYouMean } from "./did-you-mean.ts";

describe("did you mean", () => {
  it("names the closest first, three at most", () => {
    expect(didYouMean("read_cvs", ["write_csv", "read_csv", "describe"])[0]).toBe("read_csv");
    expect(didYouMean("aaaaaa", ["aaaaab", "aaaabb", "aaaaba", "aaabaa"])).toHaveLength(3);
  });

  it("names nothing that is far away, or too short to tell", () => {
    expect(didYouMean("frobnicate", ["read_csv", "describe"])).toEqual([]);
    expect(didYouMean("c", ["a", "b"])).toEqual([]);
    expect(didYouMean("", ["a"])).toEqual([]);
  });

  it("overlooks case", () => {
    expect(didYouMean("READ_CSV", ["read_csv"])).toEqual(["read_csv"]);
  });

  it("takes no time over huge names", () => {
    expect(didYouMean("x".repeat(1_000_000), ["y".repeat(1_000_000)])).toEqual([]);
  });
});
