import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const sources = globSync(
  ["packages/*/src/**/*.ts", "adapters/*/src/**/*.ts", "tools/*/src/**/*.ts", "scripts/**/*.ts"],
  {
    exclude: ["**/*.test.ts", "**/*.test-d.ts", "**/node_modules/**"],
  },
);

/** The lines of all sources that a pattern finds, comments left out. */
function linesWith(pattern: RegExp): string[] {
  return sources.flatMap((file) => {
    const lines = readFileSync(file, "utf8").split("\n");
    const code = lines.filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line));
    return code.filter((line) => pattern.test(line)).map((line) => `${file}: ${line.trim()}`);
  });
}

describe("the sources", () => {
  it("[SEC-2] make no code out of text", () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(linesWith(/\beval\s*\(|\bnew Function\b|\bFunction\s*\(\s*["'`]/)).toEqual([]);
    expect(linesWith(/set(Timeout|Interval)\(\s*["'`]/)).toEqual([]);
    // A context of its own may run words that stand in the source, and no others.
    const scripts = linesWith(/\b(new Script|runInNewContext|runInThisContext|compileFunction|SourceTextModule)\s*\(/);
    expect(scripts.filter((line) => !/\((?:"[a-z]+(?:\(\))?")\)/.test(line))).toEqual([]);
  });

  it("[SEC-2] give no text to a shell", () => {
    expect(linesWith(/\bshell:\s*(?!false)/)).toEqual([]);
    expect(linesWith(/import .*\b(exec|execSync)\b.*node:child_process|\b(execSync|child_process\.exec)\s*\(/)).toEqual(
      [],
    );
  });

  it("[SEC-2] read the environment in the composition roots only", () => {
    const readers = linesWith(/process\.env/).map((line) => line.split(":")[0]);
    const roots = ["packages/core/src/runtime.ts"];
    const inside = readers.filter((file) => file?.startsWith("packages/core/") && !roots.includes(file));
    expect(inside).toEqual([]);
  });
});
