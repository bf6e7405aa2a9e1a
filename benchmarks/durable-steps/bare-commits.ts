import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What a step's result is, written as it is. */
const body = JSON.stringify({
  step: "counting.add_one",
  result: { json: { value: 7 } },
  completed: true,
  message: "Completed operation counting.add_one",
  status: "completed",
  error_code: null,
  error_message: null,
  meta: { started_at: "2026-01-31T00:00:00.000Z", duration_ms: 0.01, attempts: 1, cached: false },
});

/** The least that ten durable steps can cost: ten rows, each with a commit of its own. */
export function createBareCommits(sync: string, folder: string = createFolder()): () => void {
  const commit = createBareCommit(sync, folder);
  let task = 0;
  return () => {
    task += 1;
    for (let step = 0; step < 10; step += 1) commit(task, step);
  };
}

/** Keeps the end of one step: a row, and its commit. */
export function createBareCommit(sync: string, folder: string = createFolder()): (task: number, step: number) => void {
  const database = new DatabaseSync(join(folder, "bare.db"));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${sync.toUpperCase()}`);
  database.exec("CREATE TABLE steps (task INTEGER, step INTEGER, body TEXT, PRIMARY KEY (task, step)) WITHOUT ROWID");
  const insert = database.prepare("INSERT INTO steps VALUES (?, ?, ?)");
  return (task, step) => void insert.run(task, step, body);
}

/** In the working directory's file system rather than in memory, where a commit would cost nothing. */
export function createFolder(): string {
  return mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), "aiecs-durable-"));
}
