import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Program, runProgram } from "@aiecs/core/toolkit";
import type { PreparedFile } from "./prepared-file.ts";

export type BatchOptions = {
  readonly program: Program;
  /** A folder of this run's own; it is removed at the end. */
  readonly folder: string;
  readonly profile: string;
  readonly files: readonly PreparedFile[];
  readonly signal: AbortSignal;
  /** How long one file may take. */
  readonly fileTimeoutMs: number;
  /** Told how many files are done. */
  readonly onProgress: (done: number) => void;
};

export type BatchResult = {
  /** The PDF of each file, undefined where there is none. */
  readonly pdfs: readonly (Buffer | undefined)[];
  /** How the run ended; what it had made before counts all the same. */
  readonly end: "finished" | "hung" | "failed";
  /** What it failed with. */
  readonly error?: unknown;
};

const pollMs = 200;

/** Runs LibreOffice once for several files with the same import filter. @throws the signal's reason when it aborts */
export async function runBatch(options: BatchOptions): Promise<BatchResult> {
  const { folder, files } = options;
  const inFolder = join(folder, "in");
  const outFolder = join(folder, "out");
  await mkdir(inFolder, { recursive: true });
  await mkdir(outFolder);
  try {
    const names = distinctNames(files);
    const paths = files.map(({ extension }, place) => join(inFolder, `${names[place]}.${extension}`));
    await Promise.all(files.map(({ content }, place) => writeFile(paths[place] ?? "", content)));
    const end = await runWatched(options, paths, outFolder);
    options.signal.throwIfAborted();
    return { pdfs: await Promise.all(names.map((name) => readPdf(join(outFolder, `${name}.pdf`)))), ...end };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Their own names where those are harmless and distinct, since LibreOffice prints them on sheets. */
function distinctNames(files: readonly PreparedFile[]): readonly string[] {
  const taken = new Set<string>();
  return files.map(({ title }) => {
    const plain = title.replace(/[^\p{L}\p{N} ._-]/gu, "_").replace(/^[. -]+/, "_");
    const wanted = plain.slice(0, 60) || "document";
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}-${number}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** LibreOffice writes one file after the other: when no new one appears for long, it hangs. */
async function runWatched(
  { program, profile, files, signal, fileTimeoutMs, onProgress }: BatchOptions,
  paths: readonly string[],
  outFolder: string,
): Promise<Omit<BatchResult, "pdfs">> {
  const hang = new AbortController();
  let done = 0;
  let lastAt = performance.now();
  const look = async (): Promise<void> => {
    const count = (await readdir(outFolder).catch(() => [])).length;
    if (count > done) {
      done = count;
      lastAt = performance.now();
      onProgress(count);
    } else if (performance.now() - lastAt > fileTimeoutMs) hang.abort(new Error("LibreOffice hangs"));
  };
  const timer = setInterval(() => void look(), Math.min(pollMs, fileTimeoutMs));
  const filter = files[0]?.importFilter;
  const args = [
    "--headless",
    "--invisible",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nolockcheck",
    `-env:UserInstallation=${pathToFileURL(profile).href}`,
    ...(filter === undefined ? [] : [`--infilter=${filter}`]),
    "--convert-to",
    "pdf",
    "--outdir",
    outFolder,
    ...paths,
  ];
  try {
    const { exitCode, stderr } = await runProgram(program, args, { signal: AbortSignal.any([signal, hang.signal]) });
    if (exitCode === 0) return { end: "finished" };
    return { end: "failed", error: new Error(`LibreOffice ended with status ${exitCode}: ${stderr.trim()}`) };
  } catch (error) {
    return hang.signal.aborted ? { end: "hung" } : { end: "failed", error };
  } finally {
    clearInterval(timer);
  }
}

/** A PDF that is whole. */
async function readPdf(path: string): Promise<Buffer | undefined> {
  let pdf: Buffer;
  try {
    pdf = await readFile(path);
  } catch {
    // LibreOffice tells by a missing file that it could not read its source.
    return undefined;
  }
  return pdf.subarray(0, 5).toString("latin1") === "%PDF-" && pdf.subarray(-1_024).includes("%%EOF") ? pdf : undefined;
}
