import { Worker } from "node:worker_threads";
import { OperationFailedError, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { NativeAnswer, NativeRequest } from "./native-messages.ts";
import { libreOffice } from "./office-program.ts";
import type { PreparedFile } from "./prepared-file.ts";

const threadFile = new URL(
  import.meta.url.endsWith(".ts") ? "./native-thread.ts" : "./native-thread.js",
  import.meta.url,
);
const maxMemoryMb = 1_024;

/**
 * A PDF by JavaScript libraries: headings, lists, tables and pictures, without the document's own looks. The work is
 * done on a thread, which an abort ends.
 *
 * @throws E001 for a document that cannot be read, E003 for one that this engine cannot write fairly
 */
export async function makeNativePdf(
  { extension, content }: PreparedFile,
  { name, limits, signal }: Pick<ToolContext, "limits" | "signal"> & { readonly name: string },
): Promise<Uint8Array> {
  const workerData: NativeRequest = { name, extension, content, limits };
  const worker = new Worker(threadFile, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb },
    // Libraries print remarks, which are not the process's.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  try {
    const answer = await answerOf(worker, signal);
    if ("pdf" in answer) return answer.pdf;
    if ("invalid" in answer) throw new ValidationError(answer.invalid);
    throw new OperationFailedError(
      `${name} cannot be converted without LibreOffice: ${answer.unfit}; install it: ${libreOffice.install}`,
    );
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker, signal: AbortSignal): Promise<NativeAnswer> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    worker.once("message", (answer: NativeAnswer) => resolve(answer));
    worker.once("error", reject);
    worker.once("exit", () => {
      signal.removeEventListener("abort", abort);
      reject(new OperationFailedError("The thread that makes PDFs ended without one"));
    });
  });
}
