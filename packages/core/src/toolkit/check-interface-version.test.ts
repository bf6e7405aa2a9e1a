import { describe, expect, it } from "vitest";
import { checkInterfaceVersion } from "./check-interface-version.ts";

const check = (version: unknown, required: string) => () => checkInterfaceVersion({ version }, required);

describe("checkInterfaceVersion", () => {
  it("[INT-6] compares numbers, not texts", () => {
    expect(check("1.10.0", "1.9.0")).not.toThrow();
    expect(check("1.10", "1.9")).not.toThrow();
    expect(check("2.0.0", "1.99.99")).not.toThrow();
    expect(check("1.2.0", "1.2.0")).not.toThrow();
    expect(check("1.9.0", "1.10.0")).toThrow("Interface version 1.9.0 is lower than required 1.10.0");
    expect(check("1.2.9", "1.2.10")).toThrow(expect.objectContaining({ code: "E001" }));
  });

  it("[INT-6] orders what comes before a release as semantic versioning does", () => {
    const order = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11"];
    order.push("1.0.0-rc.1", "1.0.0");
    for (const [index, lower] of order.entries()) {
      for (const higher of order.slice(index)) expect(check(higher, lower)).not.toThrow();
      for (const higher of order.slice(index + 1)) expect(check(lower, higher)).toThrow(/is lower than required/);
    }
    expect(check("1.0.0-1e3", "1.0.0-999")).not.toThrow();
  });

  it("does not count what is said of the build", () => {
    expect(check("1.0.0+build.5", "1.0.0+build.9")).not.toThrow();
  });

  it("asks getVersion() before the property", () => {
    const plugin = { version: "0.1.0", own: "2.0.0", getVersion: (): string => plugin.own };
    expect(() => checkInterfaceVersion(plugin, "1.0.0")).not.toThrow();
    class Versioned {
      readonly #version = "1.4.0";
      getVersion(): string {
        return this.#version;
      }
    }
    expect(() => checkInterfaceVersion(new Versioned(), "1.5.0")).toThrow(/1\.4\.0 is lower/);
  });

  it("fails without a version, and for one that is none", () => {
    for (const nothing of [{}, null, undefined, 7, { version: 2 }, { getVersion: () => undefined }]) {
      expect(() => checkInterfaceVersion(nothing, "1.0.0")).toThrow(
        "Interface version missing: expected version or getVersion(), at least 1.0.0",
      );
    }
    for (const bad of ["", "1", "v1.0.0", "1.0.0.0", "1.x.0", "latest"]) {
      expect(check(bad, "1.0.0")).toThrow(
        `Invalid version ${JSON.stringify(bad)}: expected three numbers such as 1.2.0`,
      );
    }
    expect(check("1.0.0", "one")).toThrow(/Invalid version "one"/);
  });
});
