import { describe, expect, it } from "vitest";
import { rememberTokens } from "./remember-tokens.ts";
import { nobody } from "./user.ts";

function setUp(expiresAt: number) {
  const clock = { now: 0 };
  const asked: string[] = [];
  const check = async (token: string) => {
    asked.push(token);
    if (token === "bad") throw new Error("bad");
    return { ...nobody, id: token, expiresAt };
  };
  return { verify: rememberTokens(check, { now: () => clock.now, maxTokens: 2 }), asked, clock };
}

describe("tokens that held a moment ago", () => {
  it("hold for a minute without another look", async () => {
    const { verify, asked, clock } = setUp(1e9);
    expect((await verify("a")).id).toBe("a");
    clock.now = 59_999;
    expect((await verify("a")).id).toBe("a");
    expect(asked).toEqual(["a"]);
    clock.now = 60_000;
    await verify("a");
    expect(asked).toEqual(["a", "a"]);
  });

  it("[AUTH-1] never hold longer than they say, and what does not hold is looked at each time", async () => {
    const { verify, asked, clock } = setUp(5_000);
    await verify("a");
    clock.now = 5_000;
    await verify("a");
    for (let count = 0; count < 2; count += 1) await expect(verify("bad")).rejects.toThrow("bad");
    expect(asked).toEqual(["a", "a", "bad", "bad"]);
  });

  it("[REL-3] are kept in a bounded number", async () => {
    const { verify, asked } = setUp(1e9);
    for (const token of ["a", "b", "c", "c", "b", "a"]) await verify(token);
    expect(asked).toEqual(["a", "b", "c", "a"]);
  });
});
