import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Requirement = { readonly says: string };

const requirements = JSON.parse(readFileSync("requirements.json", "utf8")) as { readonly [id: string]: Requirement };

/** Every id that stands in brackets in a test's title, with the file it stands in. */
function readCitations(): Map<string, string> {
  const citations = new Map<string, string>();
  for (const file of globSync(
    ["packages/**/*.test.ts", "adapters/**/*.test.ts", "tools/**/*.test.ts", "scripts/**/*.test.ts"],
    {
      exclude: ["**/node_modules/**", "**/dist/**"],
    },
  )) {
    for (const match of readFileSync(file, "utf8").matchAll(/\[([A-Z]+-\d+)\]/g)) citations.set(match[1] ?? "", file);
  }
  return citations;
}

describe("requirements", () => {
  const citations = readCitations();

  it("are cited by a test each", () => {
    const uncited = Object.keys(requirements).filter((id) => !citations.has(id));
    expect(uncited).toEqual([]);
  });

  it("are known wherever a test names one", () => {
    const unknown = [...citations].filter(([id]) => !Object.hasOwn(requirements, id));
    expect(unknown).toEqual([]);
  });
});
