import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor, type OperationExample } from "@aiecs/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { contractDocx, xlsx } from "#testing-fixtures/office-files.ts";
import { countOffices, hasLibreOffice } from "#testing-fixtures/open-context.ts";
import { pdf } from "#testing-fixtures/pdf-files.ts";
import officeTool from "./index.ts";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const operations = Object.entries(officeTool.operations);
const examples = operations.flatMap(([name, { examples = [] }]) =>
  examples.map((example: OperationExample) => [name, example.title, example.params] as const),
);

function openExecutor() {
  const folder = mkdtempSync(join(tmpdir(), "office-test-"));
  const executor = createExecutor({
    tools: [officeTool],
    config: {
      roots: [folder, packageFolder],
      artifacts_folder: join(folder, ".aiecs", "runs"),
      rate_limit_requests_per_second: 0,
    },
    environment: {},
  });
  const dispose = async () => {
    await executor[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  };
  return { executor, folder, [Symbol.asyncDispose]: dispose };
}

/** Examples name files relative to the package's folder. */
function withFolder(params: object): object {
  return JSON.parse(JSON.stringify(params).replaceAll("fixtures/", join(packageFolder, "fixtures/")));
}

afterEach(() => vi.unstubAllEnvs());

describe("office_tool on an executor", () => {
  it.each(examples)(
    "[TOOL-1] runs the example of %s: %s",
    async (name, _title, params) => {
      await using open = openExecutor();
      const result = await open.executor.executeOperation(`office_tool.${name}`, withFolder(params));
      expect(JSON.parse(JSON.stringify(result))).toBeTypeOf("object");
    },
    60_000,
  );

  it("reads on a thread: results cross whole, the main thread goes on", async () => {
    await using open = openExecutor();
    const file_path = join(open.folder, "book.xlsx");
    writeFileSync(file_path, xlsx(20_000));
    let longestMs = 0;
    let lastAt = performance.now();
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastAt);
      lastAt = performance.now();
    }, 5);
    const result = await open.executor.executeOperation("office_tool.read_document", { file_path });
    clearInterval(timer);
    expect(result.tables[0]?.data[0]).toMatchObject({ name: "Ada", id: "007" });
    expect(result.metadata.hidden_sheets).toEqual(["Secrets"]);
    expect(longestMs).toBeLessThan(1_000);
  });

  it("[TOOL-3] hands text, tables and scanned pages to later steps by reference", async () => {
    await using open = openExecutor();
    const file_path = join(open.folder, "scan.pdf");
    writeFileSync(file_path, await pdf([["a|b", "1|2", "3|4"], null]));
    const steps = await open.executor.executeOperationsSequence([
      { operation: "office_tool.read_document", params: { file_path } },
      { operation: "office_tool.read_document", params: { file_path: "$result[0].scanned_pages[0]" } },
    ]);
    expect(steps[0]?.result).toMatchObject({
      tables: [
        {
          data: [
            { a: 1, b: 2 },
            { a: 3, b: 4 },
          ],
        },
      ],
    });
    expect(steps[1]?.result).toMatchObject({ text: "", metadata: { format: "png" } });
  });

  it("refuses settings and parameters that it does not know how to take", async () => {
    await using open = openExecutor();
    for (const params of [{}, { file_path: 7 }, { file_path: "" }, { file_path: "x.docx", engine: "word" }]) {
      const work = open.executor.executeOperation("office_tool.convert_to_pdf", params as never);
      await expect(work).rejects.toMatchObject({ code: "E001" });
    }
  });

  it.skipIf(!hasLibreOffice())(
    "converts a batch with at most two processes of LibreOffice, and leaves none behind (skipped without LibreOffice)",
    async () => {
      // Profiles are made in the folder for temporary files: one of this test's own, so that others do not count.
      const temporary = mkdtempSync(join(tmpdir(), "office-batch-"));
      vi.stubEnv("TMPDIR", temporary);
      const seen: number[] = [];
      {
        await using open = openExecutor();
        const files = Array.from({ length: 20 }, (_, place) => join(open.folder, `doc_${place}.docx`));
        for (const file of files) writeFileSync(file, contractDocx());
        const timer = setInterval(() => void seen.push(countOffices(temporary)), 100);
        const steps = await open.executor.batchExecuteOperations(
          files.map((file_path) => ({ operation: "office_tool.convert_to_pdf", params: { file_path } })),
        );
        clearInterval(timer);
        expect(steps).toEqual(files.map(() => expect.objectContaining({ engine: "libreoffice", pages: 1 })));
      }
      expect(Math.max(...seen)).toBeLessThanOrEqual(2);
      expect(seen.some((count) => count > 0)).toBe(true);
      expect(readdirSync(temporary)).toEqual([]);
      expect(countOffices(temporary)).toBe(0);
      rmSync(temporary, { recursive: true });
    },
    60_000,
  );

  it("[TOOL-2] loads neither its libraries nor its operations until something runs", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const heavy = loaded.filter((url) => /node_modules\\/(officeparser|unpdf|pdf-lib|sharp|markdown-it|@napi-rs)|src\\/(operations|reading|conversion|documents)\\//.test(url));
      process.stdout.write(JSON.stringify(heavy));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toEqual([]);
  });
});
