import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bombs } from "#testing-fixtures/bombs.ts";

const operations = { read_document: "readDocument", convert_to_pdf: "convertToPdf" } as const;
const cases = Object.entries(bombs).flatMap(([what, bomb]) =>
  Object.keys(operations).map((operation) => [operation, what, bomb] as const),
);

/** Runs an operation in a process of its own, and tells what it said, how long the processor worked and how much memory it had. */
function runApart(
  operation: string,
  path: string,
): { readonly message: string; readonly ms: number; readonly megabytes: number } {
  const file = operation.replaceAll("_", "-");
  const script = `
    import { createTestContext } from "@aiecs/core/testing";
    import * as module from ${JSON.stringify(new URL(`./${file}.ts`, import.meta.url).href)};
    await using context = createTestContext({ roots: [${JSON.stringify(tmpdir())}] });
    // Of the processor, since other tests may keep it from this process.
    const before = process.cpuUsage();
    const message = await Object.values(module)[0]({ file_path: ${JSON.stringify(path)} }, context).then(() => "read", (error) => error.code + " " + error.message);
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(JSON.stringify({ message, ms: (user + system) / 1_000, megabytes: process.resourceUsage().maxRSS / 1024 }));
  `;
  const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
  const cwd = new URL("../..", import.meta.url);
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8", cwd }));
}

describe("bombs", () => {
  it.each(cases)("[TOOL-6] %s refuses %s within a second and 300 MB", async (operation, _, { name, make, refusal }) => {
    const folder = mkdtempSync(join(tmpdir(), "office-bomb-"));
    try {
      writeFileSync(join(folder, name), await make());
      const { message, ms, megabytes } = runApart(operation, join(folder, name));
      expect(message).toMatch(refusal);
      expect(message).toMatch(/^E001 /);
      expect(ms).toBeLessThan(1_000);
      expect(megabytes).toBeLessThan(300);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
