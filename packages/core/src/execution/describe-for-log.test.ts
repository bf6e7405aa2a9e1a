import { describe, expect, it } from "vitest";
import { describeForLog } from "./describe-for-log.ts";

describe("describeForLog", () => {
  it("[LOG-1] [SEC-2] hides what stands under a name that looks secret, at any depth", () => {
    const names = ["password", "DB_PASSWD", "pwd", "apiKey", "api-key", "x-api-key", "access_token", "Authorization"];
    names.push("auth", "clientSecret", "cookie", "private_key", "credentials", "sessionId", "connection_string");
    const described = describeForLog({ nested: [Object.fromEntries(names.map((name) => [name, "hunter2"]))] });
    expect(JSON.stringify(described)).not.toContain("hunter2");
    expect(described).toEqual({ nested: [Object.fromEntries(names.map((name) => [name, "[hidden]"]))] });
  });

  it("[LOG-1] shows what is no secret", () => {
    const plain = { author: "ann", keyword: "x", rows: 3, ok: true, none: null, when: undefined };
    expect(describeForLog(plain)).toEqual(plain);
  });

  it("[LOG-1] cuts long texts, long lists, wide objects and deep ones", () => {
    expect(describeForLog("x".repeat(500))).toBe(`${"x".repeat(200)}… (500 characters)`);
    expect(describeForLog(Array.from({ length: 21 }, () => 1))).toEqual([
      ...Array.from({ length: 20 }, () => 1),
      "… 21 items",
    ]);
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_unused, index) => [`k${index}`, index]));
    expect(describeForLog(wide)).toMatchObject({ k19: 19, "…": "30 properties" });
    expect(describeForLog(wide)).not.toHaveProperty("k20");
    const cyclic: Record<string, unknown> = { name: "a" };
    cyclic.self = cyclic;
    expect(JSON.stringify(describeForLog(cyclic)).length).toBeLessThan(200);
    expect(JSON.stringify(describeForLog({ ["x".repeat(5000)]: 1 })).length).toBeLessThan(300);
  });

  it("shows what JSON cannot hold as text", () => {
    const values = [10n, () => 1, new Uint8Array(5), new Date(Number.NaN)];
    expect(describeForLog(values)).toEqual(["10n", "[function]", "[5 bytes]", "Invalid Date"]);
    expect(() => JSON.stringify(describeForLog({ map: new Map([[1, 2]]), date: new Date(0) }))).not.toThrow();
  });
});
