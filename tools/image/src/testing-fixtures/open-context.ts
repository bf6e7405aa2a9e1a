import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { createTestContext } from "@aiecs/core/testing";
import type { ToolContext } from "@aiecs/core/toolkit";
import type { ImageInstance } from "#recognition/image-instance.ts";
import { createRecognizer } from "#recognition/recognizer.ts";

/** A context whose instance recognises text, with a way to put files into its folder. Disposing ends the threads. */
export function openContext(limits: Partial<ToolContext["limits"]> = {}) {
  const recognizer = createRecognizer();
  const context = createTestContext<ImageInstance>({ instance: { recognizer }, limits });
  return {
    context,
    /** Writes a file and returns the name by which the tool knows it. */
    async put(name: string, content: Uint8Array | string): Promise<string> {
      await writeFile(join(context.folder, name), content);
      return name;
    },
    async [Symbol.asyncDispose]() {
      await recognizer[Symbol.asyncDispose]();
      await context[Symbol.asyncDispose]();
    },
  };
}

/** Counts the threads that are started from here on, and those that still live. */
export function watchThreads() {
  const alive = new Set<Worker>();
  let started = 0;
  let most = 0;
  const note = (worker: Worker) => {
    started += 1;
    alive.add(worker);
    most = Math.max(most, alive.size);
    worker.once("exit", () => alive.delete(worker));
  };
  process.on("worker", note);
  return {
    counts: () => ({ started, most, alive: alive.size }),
    [Symbol.dispose]: () => void process.off("worker", note),
  };
}
