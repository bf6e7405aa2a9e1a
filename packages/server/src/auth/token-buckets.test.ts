import { describe, expect, it } from "vitest";
import { createTokenBuckets } from "./token-buckets.ts";

describe("token buckets", () => {
  it("fill evenly and never hold more than a minute's worth", () => {
    let nowMs = 0;
    const buckets = createTokenBuckets({ nowMs: () => nowMs });
    expect(buckets.take("a", 2)).toEqual({ allowed: true, remaining: 1, retryAfterS: 0, resetS: 30 });
    expect(buckets.take("a", 2)).toMatchObject({ allowed: true, remaining: 0 });
    nowMs = 15_000;
    expect(buckets.take("a", 2)).toEqual({ allowed: false, remaining: 0, retryAfterS: 15, resetS: 45 });
    nowMs = 30_000;
    expect(buckets.peek("a", 2).allowed).toBe(true);
    expect(buckets.take("a", 2).allowed).toBe(true);
    nowMs = 10_000_000;
    expect(buckets.take("a", 2).remaining).toBe(1);
  });

  it("[REL-3] the key that was not used for longest is forgotten", () => {
    const buckets = createTokenBuckets({ nowMs: () => 0, maxKeys: 2 });
    buckets.take("old", 1);
    buckets.take("a", 1);
    buckets.take("b", 1);
    expect(buckets.peek("old", 1).allowed).toBe(true);
    expect(buckets.peek("a", 1).allowed).toBe(false);
  });
});
