/**
 * Converts the documents of a folder, and can be stopped and started again: `convert-rest.ts FOLDER`. What is finished
 * stands in a journal, to which the executor's callback adds a line after each operation; the next run does the rest.
 */
import { appendFile, readdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { type Artifact, type ArtifactStore, createExecutor, errorTable } from "@aiecs/core";
import { isArtifact } from "@aiecs/core/toolkit";
import officeTool from "@aiecs/tool-office";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Usage: convert-rest.ts FOLDER");
const taskId = "batch-conversion";
const journal = join(folder, "journal.jsonl");

type Entry = { readonly file_path: string; readonly pdf: Artifact };

/** What earlier runs finished and is still there. A last line that a crash cut off is taken out. */
async function readJournal(artifacts: ArtifactStore): Promise<ReadonlySet<string>> {
  await appendFile(journal, "");
  const content = await readFile(journal);
  const whole = content.subarray(0, content.lastIndexOf("\n") + 1);
  if (whole.length < content.length) await truncate(journal, whole.length);
  const lines = whole.toString().trimEnd().split("\n");
  const entries = lines.flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Entry]));
  const kept = await Promise.all(entries.map(({ pdf }) => artifacts.find(pdf.id)));
  return new Set(entries.filter((_, place) => kept[place] !== undefined).map(({ file_path }) => file_path));
}

// The first Ctrl-C cancels: what runs is stopped, what is finished is kept.
const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());

const config = { roots: [folder], artifacts_folder: join(folder, "runs"), rate_limit_requests_per_second: 0 };
await using executor = createExecutor({ tools: [officeTool], config });

const documents = (await readdir(join(folder, "documents"))).toSorted().map((name) => join(folder, "documents", name));
const finished = await readJournal(executor.artifacts);
const rest = documents.filter((file_path) => !finished.has(file_path));
let converted = 0;
await executor.batchExecuteOperations(
  rest.map((file_path) => ({ operation: "office_tool.convert_to_pdf", params: { file_path } })),
  {
    taskId,
    signal: interrupt.signal,
    saveCallback: async (_userId, _taskId, index, { completed, result }) => {
      if (!completed || !isArtifact(result)) return;
      converted += 1;
      await appendFile(journal, `${JSON.stringify({ file_path: rest[index], pdf: result })}\n`);
    },
  },
);
const { length: artifacts } = await executor.artifacts.list(taskId);
console.log(JSON.stringify({ found: finished.size, converted, artifacts }));
if (interrupt.signal.aborted) process.exitCode = errorTable.E004.exitCode;
