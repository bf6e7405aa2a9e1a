import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { appendFile, copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { commandsWith } from "./processes.ts";

type Run = {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
};

type Entry = { readonly file_path: string; readonly pdf: { readonly path: string } };

type Told = { readonly found: number; readonly converted: number; readonly artifacts: number };

/** Starts the conversion in a process group of its own, as a terminal does; its environment bears the folder's name. */
function startConversion(folder: string): Run {
  const script = "examples/batch-conversion/convert-rest.ts";
  const child = spawn(process.execPath, ["--conditions=aiecs-source", script, folder], {
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

/** Waits until half is done and LibreOffice is at work on more; gives what runs then. */
async function untilHalf(folder: string, count: number, hasEnded: () => boolean): Promise<readonly string[]> {
  while (!hasEnded()) {
    const running = (await journalOf(folder)).length < count / 2 ? [] : await commandsWith(folder);
    if (running.some((command) => command.includes("soffice.bin"))) return running;
    await setTimeout(20);
  }
  throw new Error("The conversion ended before it could be interrupted");
}

/** Interrupts a conversion half way, as Ctrl-C does, and gives how many documents were done. */
async function interrupt(folder: string, count: number): Promise<number> {
  const { child, ended } = startConversion(folder);
  assert(child.pid !== undefined);
  let hasEnded = false;
  const stopped = ended.finally(() => (hasEnded = true));
  try {
    const running = await untilHalf(folder, count, () => hasEnded);
    console.log(`interrupted with ${running.length} processes at work`);
  } finally {
    if (!hasEnded) process.kill(-child.pid, "SIGINT");
    await stopped;
  }
  const { code, said } = await stopped;
  const { found, converted } = JSON.parse(said) as Told;
  assert.deepEqual([code, found], [4, 0]);
  assert(converted >= count / 2 && converted < count, `${converted} of ${count}`);
  return converted;
}

/**
 * Converts documents in a process that is interrupted half way and started again: nothing may be left running or lying
 * about, and nothing is converted twice.
 */
export async function checkInterruption(folder: string, documents: readonly string[]): Promise<void> {
  const count = documents.length;
  await mkdir(join(folder, "documents"), { recursive: true });
  await mkdir(join(folder, "tmp"));
  await Promise.all(documents.map((path) => copyFile(path, join(folder, "documents", basename(path)))));

  const half = await interrupt(folder, count);
  assert.deepEqual(await commandsWith(folder), []);
  assert.deepEqual(await readdir(join(folder, "tmp")), []);
  assert.equal((await journalOf(folder)).length, half);
  console.log(`  ${half} of ${count} done, no process and no temporary file left`);

  // Again, with a line in the journal as a crash leaves it: only what was not finished.
  await appendFile(join(folder, "journal.jsonl"), '{"file_path":');
  const second = await startConversion(folder).ended;
  const rest = JSON.parse(second.said) as Told;
  assert.deepEqual([second.code, rest.found, rest.converted], [0, half, count - half]);
  assert(rest.artifacts >= count);
  const entries = (await journalOf(folder)).map((line) => JSON.parse(line) as Entry);
  assert.deepEqual([entries.length, new Set(entries.map(({ file_path }) => file_path)).size], [count, count]);
  for (const { pdf } of entries) assert.equal((await readFile(pdf.path)).subarray(0, 5).toString(), "%PDF-");

  // And once more: nothing.
  const third = await startConversion(folder).ended;
  const last = JSON.parse(third.said) as Told;
  assert.deepEqual([third.code, last.found, last.converted], [0, count, 0]);
  assert.deepEqual(await commandsWith(folder), []);
  console.log(`started again: ${rest.converted} converted, none twice; and once more: ${last.converted}`);
}
