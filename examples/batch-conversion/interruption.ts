import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { commandsWith } from "./processes.ts";

type Run = {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
};

type Told = { readonly found: number; readonly converted: number; readonly artifacts: number };

/** Starts the conversion in a process group of its own, as a terminal does; its environment bears the folder's name. */
function startConversion(folder: string): Run {
  const script = "examples/batch-conversion/convert-rest.ts";
  const child = spawn(process.execPath, ["--conditions=source", script, folder], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, TMPDIR: join(folder, "tmp") },
  });
  const ended = (async () => {
    let said = "";
    for await (const chunk of child.stdout ?? []) said += String(chunk);
    const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once("close", resolve)));
    return { code, said };
  })();
  return { child, ended };
}

async function journalOf(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, "journal.jsonl"), "utf8").catch(() => "");
  return text
    .trim()
    .split("\n")
    .filter((line) => line !== "");
}

/**
 * Converts documents in a process that is interrupted half way, as by Ctrl-C, and started again: nothing may be left
 * running or lying about, and nothing is converted twice.
 */
export async function checkInterruption(folder: string, documents: readonly string[]): Promise<void> {
  await mkdir(join(folder, "documents"), { recursive: true });
  await mkdir(join(folder, "tmp"));
  await Promise.all(documents.map((path) => copyFile(path, join(folder, "documents", basename(path)))));

  const first = startConversion(folder);
  const { pid } = first.child;
  assert(pid !== undefined);
  let hasEnded = false;
  const ended = first.ended.finally(() => (hasEnded = true));
  while (!hasEnded && (await journalOf(folder)).length < documents.length / 2) await setTimeout(20);
  const running = await commandsWith(folder);
  assert(
    running.some((command) => command.includes("soffice")),
    running.join("\n"),
  );
  process.kill(-pid, "SIGINT");
  const stopped = await ended;
  assert.equal(stopped.code, 4, stopped.said);
  const half = (await journalOf(folder)).length;
  const told = JSON.parse(stopped.said) as Told;
  assert.deepEqual([told.found, told.converted], [0, half]);
  assert(half >= documents.length / 2 && half < documents.length, `${half} of ${documents.length}`);
  assert.deepEqual(await commandsWith(folder), []);
  assert.deepEqual(await readdir(join(folder, "tmp")), []);
  console.log(
    `interrupted with ${running.length} processes at work: ${half} of ${documents.length} done, none left running`,
  );

  // Again: only what was not finished. And once more: nothing.
  const second = await startConversion(folder).ended;
  const rest = JSON.parse(second.said) as Told;
  assert.deepEqual([second.code, rest.found, rest.converted], [0, half, documents.length - half]);
  const lines = (await journalOf(folder)).map(
    (line) => JSON.parse(line) as { file_path: string; pdf: { path: string } },
  );
  assert.equal(lines.length, documents.length);
  assert.equal(new Set(lines.map(({ file_path }) => file_path)).size, documents.length);
  for (const { pdf } of lines) assert.equal((await readFile(pdf.path)).subarray(0, 5).toString(), "%PDF-");
  const third = await startConversion(folder).ended;
  const { found, converted } = JSON.parse(third.said) as Told;
  assert.deepEqual([found, converted], [documents.length, 0]);
  assert.deepEqual(await commandsWith(folder), []);
  console.log(`started again: ${rest.converted} converted, none twice; and once more: ${converted}`);
}
